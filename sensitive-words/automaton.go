package sensitivewords

import (
	"cmp"
	"slices"
)

// automaton is Aho–Corasick over folded runes. States are numbers; 0 is the root. The root's edges, which nearly every
// rune of a harmless text looks up in vain, are a plain table over the basic plane; the others are short sorted lists.
type automaton struct {
	root   []int32 // rune -> state, 0 for none
	astral map[rune]int32
	nodes  []node
}

type node struct {
	edges []edge // sorted by rune
	fail  int32  // longest proper suffix that is a state
	out   int32  // nearest state on the fail chain, this one included, where a word ends; 0 for none
	word  int32  // index+1 of the word that ends here, 0 for none
	depth int32
}

type edge struct {
	r  rune
	to int32
}

// build makes the automaton of words; an empty word is passed over, a repeated one keeps its first index.
func build(words [][]rune) *automaton {
	a := &automaton{root: make([]int32, 0x10000), astral: map[rune]int32{}, nodes: make([]node, 1)}
	for i, w := range words {
		if len(w) > 0 {
			a.insert(w, int32(i+1))
		}
	}
	a.link()
	return a
}

func (a *automaton) insert(word []rune, id int32) {
	s := int32(0)
	for _, r := range word {
		next := a.step(s, r)
		if next == 0 {
			next = int32(len(a.nodes))
			a.nodes = append(a.nodes, node{depth: a.nodes[s].depth + 1})
			a.connect(s, r, next)
		}
		s = next
	}
	if a.nodes[s].word == 0 {
		a.nodes[s].word = id
	}
}

func (a *automaton) connect(s int32, r rune, to int32) {
	switch {
	case s == 0 && r >= 0 && r < 0x10000:
		a.root[r] = to
	case s == 0:
		a.astral[r] = to
	default:
		n := &a.nodes[s]
		i, _ := slices.BinarySearchFunc(n.edges, r, edgeOrder)
		n.edges = slices.Insert(n.edges, i, edge{r, to})
	}
}

func edgeOrder(e edge, r rune) int { return cmp.Compare(e.r, r) }

// step follows the edge r from s, 0 when there is none.
func (a *automaton) step(s int32, r rune) int32 {
	if s == 0 {
		if r >= 0 && r < 0x10000 {
			return a.root[r]
		}
		return a.astral[r]
	}
	edges := a.nodes[s].edges
	if i, ok := slices.BinarySearchFunc(edges, r, edgeOrder); ok {
		return edges[i].to
	}
	return 0
}

// link sets fail and out breadth first: a state's fail is shallower and so already final.
func (a *automaton) link() {
	var queue []int32
	for _, to := range a.root {
		if to != 0 {
			queue = append(queue, to)
		}
	}
	for _, to := range a.astral {
		queue = append(queue, to)
	}
	for len(queue) > 0 {
		s := queue[0]
		queue = queue[1:]
		n := &a.nodes[s]
		n.out = a.nodes[n.fail].out
		if n.word != 0 {
			n.out = s
		}
		for _, e := range n.edges {
			a.nodes[e.to].fail = a.next(n.fail, e.r)
			queue = append(queue, e.to)
		}
	}
}

// next is the state after reading r in s.
func (a *automaton) next(s int32, r rune) int32 {
	for {
		if to := a.step(s, r); to != 0 || s == 0 {
			return to
		}
		s = a.nodes[s].fail
	}
}

// find calls yield for every occurrence of every word: its index and the last position, with the word's length in runes.
func (a *automaton) find(text []rune, yield func(word, end, length int)) {
	s := int32(0)
	for i, r := range text {
		if r == wall {
			s = 0
			continue
		}
		s = a.next(s, r)
		for o := a.nodes[s].out; o != 0; o = a.nodes[a.nodes[o].fail].out {
			n := &a.nodes[o]
			yield(int(n.word-1), i, int(n.depth))
		}
	}
}

package program

// Sentence is a node of a requirement tree as plain English, for every page, mail and API answer.
type Sentence struct {
	Node     Node
	Text     string // the leaf's sentence, or the group's connective: "All of these"
	Guidance string
	How      string // "Verified by an independent auditor, by hand. Tested at every second renewal."
	Children []Sentence
}

// Describe turns a requirement tree into sentences.
func (p *Programme) Describe(n Node) Sentence { panic("TODO") }

package program

// Evaluate says what the facts known on day at mean for every node of a set.
func Evaluate(p *Programme, set Set, facts *Facts, at Day) Standing { panic("TODO") }

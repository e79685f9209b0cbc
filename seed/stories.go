package seed

func storyFacts() []string { return []string{"customer"} }

// publish adds case studies.
func (p *portrait) publish() {}

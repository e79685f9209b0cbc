package seed

import (
	"time"

	"partnerdirectory/program"
)

// version is one published requirement set, by the day it takes effect. Sets are published a quarter ahead.
func version(specialization string, number int, effective program.Day, note string, root program.Node) program.Set {
	return program.Set{
		Specialization: specialization, Version: number, Published: effective.AddMonths(-3), EffectiveFrom: effective,
		Note: note, Root: root,
	}
}

// first is the oldest set of a specialization.
func first(specialization string, listed program.Day, root program.Node) program.Set {
	return version(specialization, 1, listed, "First edition.", root)
}

// atOnce lets a set judge holders from its effective day on.
func atOnce(s program.Set, why string) program.Set {
	s.AtOnce = why
	return s
}

// Days on which specializations were first listed.
func early() program.Day { return program.Date(2023, time.January, 1) }
func later() program.Day { return program.Date(2023, time.July, 1) }

// sets returns every published set in order of version.
func sets() []program.Set {
	var out []program.Set
	for _, some := range [][]program.Set{
		migrationSets(), warehouseSets(), sapSets(), kubernetesSets(), desktopSets(), deliverySets(), networkSets(), hybridSets(),
		vmwareSets(), analyticsSets(), aiSets(), adoptionSets(), meetSets(), teamworkSets(), deviceSets(), identitySets(),
		threatSets(), protectionSets(), cloudSecuritySets(), lowCodeSets(), smallBusinessSets(), automationSets(),
	} {
		out = append(out, some...)
	}
	return out
}

// audited are the sets of a specialization with a review whose other conditions have not changed: before there were
// modules, and since.
func audited(specialization, workload string, tree func(review program.Node) program.Node) []program.Set {
	return []program.Set{
		first(specialization, early(), tree(reviewBefore(modular(), workload))),
		version(specialization, 2, modular(), modules(), tree(review(workload))),
	}
}

// modules is why the sets of the day differ from those before.
func modules() string {
	return "The review comes in two modules, so that a partner with several specializations passes the foundation once."
}

// Package seed invents: the sample programme of a fictional vendor, and sample partners of it, any number of them.
// Everything is deterministic: the same arguments give the same programme and the same partners.
package seed

import (
	"fmt"
	"time"

	"partnerdirectory/program"
)

// Programme returns the sample programme: competencies, specializations with their published requirement sets,
// certifications, metrics and the vocabulary of the directory. Each call returns a new copy.
func Programme() (*program.Programme, error) { return ProgrammeOn(written()) }

// ProgrammeOn returns the sample programme with its dates moved so that it looks on day today as Programme does on the day
// for which it was written: with requirements in force, earlier ones and some that are published for the months to come.
func ProgrammeOn(today program.Day) (*program.Programme, error) {
	certifications, err := certifications()
	if err != nil {
		return nil, fmt.Errorf("sample certifications: %w", err)
	}
	p := &program.Programme{
		Name:           "Meridian Partner Directory",
		Vendor:         "Meridian",
		Competencies:   competencies(),
		Certifications: certifications,
		Metrics:        metrics(),
		Industries:     industries(),
		Services:       services(),
		Products:       products(),
		Sizes:          sizes(),
		Languages:      languages(),
		Synonyms:       synonyms(),
		Sets:           sets(),
		Settings:       settings(),
	}
	p.Specializations = append(p.Specializations, infrastructureSpecializations()...)
	p.Specializations = append(p.Specializations, dataSpecializations()...)
	p.Specializations = append(p.Specializations, workSpecializations()...)
	p.Specializations = append(p.Specializations, securitySpecializations()...)
	p.Specializations = append(p.Specializations, businessSpecializations()...)
	at, base := today.Time(), written().Time()
	if months := 12*(at.Year()-base.Year()) + int(at.Month()-base.Month()); months != 0 {
		move(p, months)
	}
	return p, nil
}

// settings are the programme's dials, with a spring in which nobody could sit an examination.
func settings() program.Settings {
	s := program.DefaultSettings()
	s.FiscalYearStarts = 7
	s.Extensions = []program.Extension{{
		From: program.Date(2025, time.May, 1), Until: program.Date(2025, time.June, 30), Published: program.Date(2025, time.April, 10),
		Except: []string{"small-business-management"}, // whose requirements were about to change
		Reason: "The examination service was out of order for six weeks.",
	}}
	return s
}

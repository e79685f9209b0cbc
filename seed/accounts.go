package seed

import "partnerdirectory/program"

// Account is one person who can sign in to the sample.
type Account struct {
	Email   string
	Name    string
	Staff   program.Staff
	Firm    string
	Members []Member
}

// Member is what an account may do for one of the sample's partners.
type Member struct {
	Partner string // slug
	Role    program.Role
}

// Partners and the firm that the sample's accounts belong to.
const (
	firstPartner  = RichPartner // something of everything
	secondPartner = "quebracho-cloud"
	auditFirm     = "Northmark Assurance"
)

// Accounts returns one account for every role. The owner belongs to a second partner as well.
func Accounts() []Account {
	return []Account{
		{Email: "owner@sample.example", Name: "Olive Owens", Members: []Member{{firstPartner, program.Owner}, {secondPartner, program.Editor}}},
		{Email: "editor@sample.example", Name: "Edgar Ebner", Members: []Member{{firstPartner, program.Editor}}},
		{Email: "viewer@sample.example", Name: "Vera Vidal", Members: []Member{{firstPartner, program.Viewer}}},
		{Email: "other@sample.example", Name: "Otto Okafor", Members: []Member{{secondPartner, program.Owner}}},
		{Email: "reviewer@sample.example", Name: "Rita Rossi", Staff: program.Reviewer},
		{Email: "auditor@sample.example", Name: "Aud Aasen", Staff: program.Auditor, Firm: auditFirm},
		{Email: "admin@sample.example", Name: "Ada Adler", Staff: program.Admin},
	}
}

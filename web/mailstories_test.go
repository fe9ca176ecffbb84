package web

import "time"

func addMail(add addStory) {
	add("settings-mail", storyPage("Your settings"), Settings(SettingsView{Name: "imran", Mail: MailWishesView{Reminders: true, Zone: "Mars/Base", Error: "Choose a time zone, such as Europe/London."}, Errors: Errors{"timezone": "Choose a time zone, such as Europe/London."}}))
	add("stop-mail", visitorPage("Stop these e-mails?"), StopMail(StopMailView{Action: "/mail/stop/abc", What: "You get no more reminders of events."}))
	add("stop-mail-done", visitorPage("Stop these e-mails?"), StopMail(StopMailView{What: "You get no more reminders of events.", Done: true}))
	add("forgotten", visitorPage("Forgotten your password?"), Forgotten(ForgottenView{Email: "x", Errors: Errors{"email": "Enter an e-mail address, such as name@north.example."}}))
	add("forgotten-sent", visitorPage("Forgotten your password?"), Forgotten(ForgottenView{Email: "asha@academy.example", Sent: true}))
	add("renew", visitorPage("Choose a new password"), Renew(RenewView{Action: "/forgotten/abc", Email: "asha@academy.example", Errors: Errors{"password": "Use at least 10 characters."}}))
	admin := storyPage("Mail")
	admin.NoIndex = true
	add("admin-mail", admin, Mail(MailView{
		Reports: 1, Server: "mail.academy.example:587 (STARTTLS)", Sender: "events@academy.example", Trouble: "mail.academy.example does not take the user and the password: 535 5.7.8 No.",
		Filters: []Tab{{Name: "All", URL: "/admin/mail", Active: true}, {Name: "Failed", URL: "/admin/mail?show=failed", Count: 1}},
		Letters: []LetterRow{
			{ID: "3", What: "A reminder", Subject: "Tomorrow: Winter webinar, Fri 15 January 2027", Address: "imran@mail.example", At: ago(time.Minute), State: State{"In the folder", Good}, URL: "/admin/mail/3"},
			{ID: "2", What: "A new event", Address: "a.very.long.address.indeed@irwell-community-health.example", At: ago(time.Hour), State: State{"Failed", Bad}, Error: "mail.academy.example refused the address: 550 5.1.1 No such mailbox here.", CanRetry: true},
			{ID: "1", What: "A link for a new password", Subject: "A new password for North West Academy", Address: "mo@mail.example", At: ago(30 * time.Hour), State: State{"Waits", Quiet}},
		},
	}))
	add("admin-mail-empty", admin, Mail(MailView{Folder: "/var/lib/folkmoot/mail"}))
	add("admin-mail-letter", admin, MailLetter(MailLetterView{Subject: "Tomorrow: Winter webinar", To: "imran@mail.example", Text: "This event is a day away.\n\nWhen: Fri 15 January 2027, 12 pm, Europe/London (GMT)\n"}))
}

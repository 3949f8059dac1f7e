//! Every link leads somewhere: of every page that a customer, somebody who pays, and staff can reach, and of every email.

use std::collections::BTreeSet;

use super::support::{Browser, Response, TestApp};

/// The addresses of ours that a page links to, and those that its forms are sent to.
fn addresses(page: &Response, base_url: &str) -> (Vec<String>, Vec<String>) {
    let ours = |all: Vec<String>| {
        let all = all.into_iter().map(|to| to.strip_prefix(base_url).unwrap_or(&to).to_owned());
        let local = all.map(|to| to.split('#').next().unwrap_or_default().to_owned());
        local.filter(|to| to.starts_with('/')).collect()
    };
    let mut links = page.attributes("a[href], link[href]", "href");
    links.extend(page.attributes("form[method=get]", "action"));
    (ours(links), ours(page.attributes("form[method=post]", "action")))
}

fn is_page(answer: &Response) -> bool {
    answer.header("content-type").is_some_and(|kind| kind.starts_with("text/html"))
}

/// Follows everything from the first page on; how many pages and forms there were.
fn follow_all(app: &TestApp, browser: &mut Browser, from: &[&str]) -> (usize, usize) {
    let mut waiting: Vec<(String, String)> =
        from.iter().map(|to| ("the beginning".to_owned(), (*to).to_owned())).collect();
    let (mut seen, mut forms) = (BTreeSet::new(), BTreeSet::new());
    while let Some((on, to)) = waiting.pop() {
        if !seen.insert(to.clone()) {
            continue;
        }
        let answer = browser.get(&to);
        assert!(answer.status < 400, "{on} links to {to}: {}", answer.status);
        if answer.status == 303 {
            waiting.push((to, answer.location()));
            continue;
        }
        if !is_page(&answer) {
            continue;
        }
        let (links, actions) = addresses(&answer, &app.app.config.base_url);
        waiting.extend(links.into_iter().map(|link| (to.clone(), link)));
        for action in actions.into_iter().filter(|action| forms.insert(action.clone())) {
            // Without its token a form changes nothing, and is refused by whoever would have taken it.
            let refused = browser.post_bare(&action, &[]);
            assert!(![404, 405].contains(&refused.status), "{to} has a form to {action}: {}", refused.status);
        }
    }
    (seen.len(), forms.len())
}

#[test]
fn every_link_and_form_of_every_page_leads_to_a_route() {
    let app = TestApp::spawn();
    for (who, pages, forms) in [
        ("vic@linden.example", 20, 2),
        ("ben@linden.example", 50, 20),
        ("tess@linden.example", 40, 8),
        ("sam@harbor.example", 15, 8),
    ] {
        let mut browser = app.sign_in(who);
        let (seen, sent) = follow_all(&app, &mut browser, &["/"]);
        assert!(seen >= pages && sent >= forms, "{who}: {seen} pages, {sent} forms");
    }
    follow_all(&app, &mut app.anonymous(), &["/sign-in", "/password"]);
}

#[test]
fn every_link_of_every_email_leads_to_a_page() {
    let app = TestApp::spawn();
    app.work_until("2026-12-01T00:00:00Z");
    let base_url = app.app.config.base_url.clone();
    let mut links = BTreeSet::new();
    for mail in app.mailbox().0 {
        let text = mail.text();
        let ours = text.split(char::is_whitespace).filter_map(|word| word.strip_prefix(&base_url));
        let ours: Vec<&str> = ours.filter(|path| path.starts_with('/')).collect();
        assert!(!ours.is_empty(), "{} links nowhere", mail.subject);
        links.extend(ours.into_iter().map(str::to_owned));
    }
    assert!(links.len() > 10, "{links:?}");
    // A link that was mailed is good for whoever has it, and sends anybody else to sign in.
    let mut browser = app.anonymous();
    for link in links {
        let answer = browser.get(&link);
        assert!([200, 303].contains(&answer.status), "{link}: {}", answer.status);
    }
}

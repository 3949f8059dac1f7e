//! Pages, emails and what they are served with: everything is reached, nothing is foreign, nothing can be forged.

use std::collections::BTreeSet;

use super::{File, between, files, line_of, none, noticed, templates};

/// Served to nobody: how the served ones were made, and their licenses.
const NOT_SERVED: &[&str] = &[".md", ".scss"];

/// Templates that a template names, each with its line: by `include`, `extends`, `import` or `from`.
fn named_by_template(file: &File) -> Vec<(usize, String)> {
    let beside = file.path.strip_prefix("templates/").and_then(|p| p.rsplit_once('/')).map_or("", |(folder, _)| folder);
    let mut found = Vec::new();
    for (line, tag) in between(&file.text, "{%", "%}") {
        let tag = tag.trim_matches(['-', '+', '~', ' ', '\n']);
        let names = ["include", "extends", "import", "from"].iter().any(|word| tag.starts_with(word));
        if let Some(name) = tag.split('"').nth(1).filter(|_| names) {
            found.extend([(line, name.to_owned()), (line, format!("{beside}/{name}"))]);
        }
    }
    found
}

/// A template is reached by its path in code (`path = "portal/home.html"`), by its email's folder, or by another template.
fn unreachable_templates(code: &[File], templates: &[File]) -> Vec<String> {
    let name = |file: &File| file.path.trim_start_matches("templates/").to_owned();
    let mut reached: BTreeSet<String> = BTreeSet::new();
    let strings: BTreeSet<&str> = code.iter().flat_map(|file| file.text.split('"')).collect();
    let by_code = |name: &str| {
        let folder = name.rsplit_once('/').map_or("", |(folder, _)| folder);
        strings.contains(name)
            || name.starts_with("mail/") && (strings.contains(folder) || strings.contains(&*format!("{folder}/")))
    };
    let mut waiting: Vec<&File> = templates.iter().filter(|t| by_code(&name(t))).collect();
    while let Some(template) = waiting.pop() {
        if reached.insert(name(template)) {
            let names: BTreeSet<String> = named_by_template(template).into_iter().map(|(_, name)| name).collect();
            waiting.extend(templates.iter().filter(|t| names.contains(&name(t))));
        }
    }
    templates.iter().filter(|t| !reached.contains(&name(t))).map(|t| t.at(1, "no page and no email uses it")).collect()
}

fn unreachable_static(texts: &[File], assets: &[File]) -> Vec<String> {
    let served = assets.iter().filter(|a| !NOT_SERVED.iter().any(|ending| a.path.ends_with(ending)));
    let is_named = |asset: &File| {
        let name = asset.path.rsplit('/').next().unwrap_or_default();
        let others = texts.iter().filter(|t| t.path != asset.path);
        others
            .flat_map(|t| t.text.match_indices(name).map(|(at, _)| &t.text[..at]))
            .any(|before| before.ends_with(['"', '/']))
    };
    served.filter(|a| !is_named(a)).map(|a| a.at(1, "no page, style sheet or script names it")).collect()
}

#[test]
fn every_template_is_reached_from_a_page_or_an_email() {
    none(unreachable_templates(&files("src", &[".rs"]), &templates()));
}

#[test]
fn every_static_file_is_named_by_a_page_or_another_static_file() {
    let texts = [files("src", &[".rs"]), templates(), files("static", &[".css", ".js"])].concat();
    none(unreachable_static(&texts, &files("static", &[""])));
}

#[test]
fn a_lost_template_and_a_lost_static_file_are_noticed() {
    let code =
        [File::new("src/web/portal/home.rs", "#[template(path = \"portal/home.html\")]\nemail!(\"mail/invited\")")];
    let all = [
        ("portal/home.html", "{% extends \"layout/portal.html\" %}{%- include \"row.html\" -%}"),
        ("layout/portal.html", "<link href=\"{{ asset(\"css/app.css\") }}\">"),
        ("portal/row.html", ""),
        ("mail/invited/body.txt", ""),
        ("parts/lost.html", "{% include \"parts/also_lost.html\" %}"),
        ("parts/also_lost.html", ""),
    ]
    .map(|(path, text)| File::new(&format!("templates/{path}"), text));
    noticed(&unreachable_templates(&code, &all), &["templates/parts/lost.html:", "templates/parts/also_lost.html:"]);
    let assets = [("css/app.css", "app.css"), ("img/lost.svg", ""), ("css/README.md", "")];
    let assets = assets.map(|(path, text)| File::new(&format!("static/{path}"), text));
    noticed(&unreachable_static(&all, &assets), &["static/img/lost.svg:"]);
}

/// The handlers a folder of templates belongs to: `portal/invoices/show.html` to `src/web/portal/invoices.rs`.
fn owner(template: &str) -> Option<String> {
    let (surface, rest) = template.split_once('/')?;
    let (stem, _) = rest.split_once('/')?;
    ["portal", "staff"].contains(&surface).then(|| format!("{surface}/{stem}"))
}

fn foreign_templates(code: &[File], templates: &[File]) -> Vec<String> {
    let in_code = code.iter().flat_map(|file| {
        between(&file.text, "path = \"", "\"").into_iter().map(move |(line, name)| (file, line, name.to_owned()))
    });
    let is_there = |name: &str| templates.iter().any(|t| t.path.strip_prefix("templates/") == Some(name));
    let in_templates = templates.iter().flat_map(|file| {
        named_by_template(file)
            .into_iter()
            .filter(|(_, name)| is_there(name))
            .map(move |(line, name)| (file, line, name))
    });
    let strangers = in_code.chain(in_templates).filter_map(|(file, line, name)| {
        let owner = owner(&name)?;
        let is_own = ["src/web", "templates"].iter().any(|root| {
            let rest = file.path.strip_prefix(&format!("{root}/{owner}"));
            rest.is_some_and(|rest| rest.starts_with(['/', '.']))
        });
        (!is_own)
            .then(|| file.at(line, &format!("templates/{owner}/ is used only from there and from src/web/{owner}.rs")))
    });
    strangers.collect()
}

#[test]
fn a_folder_of_templates_belongs_to_the_handler_of_its_stem() {
    none(foreign_templates(&files("src", &[".rs"]), &templates()));
}

#[test]
fn a_template_used_by_a_stranger_is_noticed() {
    let invoices = "#[template(path = \"portal/invoices/show.html\")]";
    let check = |path: &str| foreign_templates(&[File::new(path, invoices)], &[]);
    noticed(&check("src/web/portal/home.rs"), &["src/web/portal/home.rs:1:"]);
    noticed(&check("src/web/portal/invoices.rs"), &[]);
    noticed(&check("src/web/portal/invoices/pdf.rs"), &[]);
    let row = File::new("templates/portal/invoices/row.html", "");
    let user = File::new("templates/portal/home.html", "\n{% include \"portal/invoices/row.html\" %}");
    noticed(&foreign_templates(&[], &[row, user]), &["templates/portal/home.html:2:"]);
}

/// Readers of mail know no style sheets, and no policy of ours reaches them: emails alone carry styles.
const EMAILS: &[&str] = &["templates/mail/", "templates/layout/email."];

fn unsafe_markup(file: &File) -> Vec<String> {
    let mut found = Vec::new();
    let is_styled = EMAILS.iter().any(|emails| file.path.starts_with(emails));
    for (number, line) in file.lines() {
        let (squeezed, lower) = (line.replace(' ', ""), line.to_lowercase());
        let is_word = |c: char| c.is_alphanumeric() || c == '_';
        if squeezed.split("|safe").skip(1).any(|rest| !rest.starts_with(is_word)) {
            found.push(file.at(number, "prints unescaped (`|safe`)"));
        }
        if !is_styled && (lower.contains("<style") || has_attribute(&lower, |name| name == "style")) {
            found.push(file.at(number, "has a style of its own; the policy blocks it, use a class"));
        }
        if has_attribute(&lower, |name| name.len() > 2 && name.starts_with("on")) {
            found.push(file.at(number, "has a script of its own (`on…=`); the policy blocks it"));
        }
    }
    let lower = file.text.to_lowercase();
    let own = between(&lower, "<script", ">").into_iter().filter(|(_, tag)| !tag.contains("src="));
    found.extend(own.map(|(line, _)| file.at(line, "has a script of its own; the policy blocks it, use static/js")));
    found
}

/// Whether a line holds an attribute, ` name="`, whose name is one of these.
fn has_attribute(line: &str, is_one: impl Fn(&str) -> bool) -> bool {
    line.match_indices("=\"").chain(line.match_indices("='")).any(|(at, _)| {
        let name = line[..at].rsplit(|c: char| !c.is_ascii_alphabetic() && c != '-').next().unwrap_or_default();
        let before = &line[..at - name.len()];
        (before.is_empty() || before.ends_with([' ', '\t', '"', '\''])) && is_one(name)
    })
}

#[test]
fn no_template_prints_unescaped_or_brings_its_own_script_or_style() {
    none(
        templates()
            .iter()
            .filter(|t| t.path.ends_with(".html") || t.text.contains("safe"))
            .flat_map(unsafe_markup)
            .collect(),
    );
}

#[test]
fn unescaped_text_scripts_and_styles_in_templates_are_noticed() {
    let check = |path: &str, text: &str| unsafe_markup(&File::new(path, text)).len();
    for wrong in [
        "{{ x | safe }}",
        "{{ x|safe }}",
        "<p style=\"x\">",
        "<style>",
        "<a onclick=\"x\">",
        "<script>x</script>",
        "<SCRIPT nonce=\"x\">",
    ] {
        assert_eq!(check("templates/portal/a.html", wrong), 1, "{wrong}");
    }
    for well in [
        "{{ x|safe_name }}",
        "<script src=\"/a.js\" defer></script>",
        "<p class=\"style\" data-on=\"x\">",
        "{% if on == \"x\" %}",
        "{% let reason=\"x\" %}",
    ] {
        assert_eq!(check("templates/portal/a.html", well), 0, "{well}");
    }
    assert_eq!(check("templates/mail/a/body.html", "<p style=\"x\">"), 0);
    assert_eq!(check("templates/mail/a/body.html", "<p style=\"x\" onload='x'>"), 1);
}

/// A form brings the token that only our own pages know by `{% include "parts/csrf.html" %}` or `{% call …csrf… %}`.
fn forgeable_forms(file: &File) -> Vec<String> {
    let forms = file
        .text
        .match_indices("<form")
        .map(|(at, _)| (at, file.text[at..].split("</form>").next().unwrap_or_default()));
    let posts = forms.filter(|(_, form)| {
        let opening = form.split('>').next().unwrap_or_default().to_lowercase().replace(['"', '\''], "");
        opening.contains("method=post")
    });
    let brings = |tag: &str| ["include", "call"].iter().any(|word| tag.starts_with(word)) && tag.contains("csrf");
    let open = posts.filter(|(_, form)| {
        !between(form, "{%", "%}").iter().any(|(_, tag)| brings(tag.trim_matches(['-', '+', '~', ' '])))
    });
    open.map(|(at, _)| {
        file.at(line_of(&file.text, at), "a POST form without the csrf part can be forged by a foreign page")
    })
    .collect()
}

#[test]
fn every_post_form_brings_the_csrf_part() {
    none(templates().iter().flat_map(forgeable_forms).collect());
}

#[test]
fn a_form_that_can_be_forged_is_noticed() {
    let check = |text: &str| forgeable_forms(&File::new("a.html", text));
    noticed(
        &check("\n<form method=\"post\" action=\"/x\">\n<button></form>{% include \"parts/csrf.html\" %}"),
        &["a.html:2:"],
    );
    noticed(&check("<form action=\"/x\"\n  method='POST'>csrf</form>"), &["a.html:1:"]);
    noticed(&check("<form method=\"post\">{% include \"parts/csrf.html\" %}</form><form method=\"get\"></form>"), &[]);
    noticed(&check("<form method=\"post\">{%- call forms::csrf(page.token) -%}{% endcall %}</form>"), &[]);
}

//! Which spellings are the same place, and what is no address of a portal.
#![allow(clippy::unwrap_used, reason = "tests")]

use super::*;

#[test]
fn every_spelling_of_an_origin_is_the_same_origin() {
    for (same, spellings) in [
        (
            "https://portal.example",
            &[
                "https://portal.example/",
                "https://portal.example//",
                "HTTPS://Portal.EXAMPLE",
                "https://portal.example:443",
                "https://portal.example:0443/",
                "https://portal.example.",
                " https://portal.example\n",
                "https://portal。example",
            ][..],
        ),
        ("http://127.0.0.1:8080", &["HTTP://127.0.0.1:8080/"][..]),
        ("http://portal", &["http://portal:80", "http://PORTAL/"][..]),
        ("https://[2001:db8::1]", &["https://[2001:DB8:0:0::1]:443", "https://[2001:db8::0001]/"][..]),
        ("https://portal.example:8443", &["https://PORTAL.example:8443/"][..]),
        (
            "https://xn--bcher-kva.example",
            &["https://bücher.example", "https://BÜCHER.example:443", "https://XN--BCHER-KVA.example"][..],
        ),
        ("https://a_b.example", &["https://A_B.example"][..]),
    ] {
        let origin = Origin::parse(same).unwrap();
        assert_eq!(origin.to_string(), same);
        for spelling in spellings {
            assert_eq!(Origin::parse(spelling).as_ref(), Ok(&origin), "{spelling}");
            assert!(Origin::is_same(spelling, same));
        }
    }
}

#[test]
fn different_origins_are_not_the_same_origin() {
    let portal = "https://portal.example";
    for other in [
        "http://portal.example",
        "https://portal.example:8443",
        "https://portal.example.evil.example",
        "https://xportal.example",
        "https://portal.example/path",
        "https://portal.example@evil.example",
        "https://portal.example:443@evil.example",
        "https://evil.example/https://portal.example",
        "https://evil.example#portal.example",
        "portal.example",
        "null",
        "",
    ] {
        assert!(!Origin::is_same(other, portal), "{other}");
    }
    assert!(Origin::is_same("urn:something", "urn:something"));
}

#[test]
fn a_host_header_names_the_place_in_any_spelling() {
    let portal = Origin::parse("https://portal.example").unwrap();
    for host in ["portal.example", "PORTAL.example", "portal.example:443", "portal.example."] {
        assert!(portal.is_at(host), "{host}");
    }
    for host in [
        "portal.example:80",
        "portal.example:8443",
        "evil.example",
        "portal.example@evil.example",
        "",
        "portal.example/x",
    ] {
        assert!(!portal.is_at(host), "{host}");
    }
    assert!(Origin::parse("http://[::1]:8080").unwrap().is_at("[0::1]:8080"));
}

#[test]
fn names_in_other_scripts_are_written_as_browsers_write_them() {
    for (name, ascii) in [
        ("bücher", "xn--bcher-kva"),
        ("münchen", "xn--mnchen-3ya"),
        ("straße", "xn--strae-oqa"),
        ("пример", "xn--e1afmkfd"),
        ("ελλάδα", "xn--hxakic4aa"),
        ("例え", "xn--r8jz45g"),
        ("한국", "xn--3e0b707e"),
        ("中国", "xn--fiqs8s"),
        ("日本語", "xn--wgv71a119e"),
    ] {
        assert_eq!(Origin::parse(&format!("https://{name}")).unwrap().host(), ascii, "{name}");
    }
}

#[test]
fn what_is_no_address_of_a_portal_is_refused_with_its_reason() {
    use NotAnOrigin as N;
    let long = format!("https://{}.example", "a".repeat(64));
    let longer = format!("https://{}example", "ab.".repeat(90));
    let wide = format!("https://{}", "ü".repeat(10_000));
    for (text, reason) in [
        ("", N::Scheme),
        ("portal.example", N::Scheme),
        ("//portal.example", N::Scheme),
        ("https:/portal.example", N::Scheme),
        ("https:portal.example", N::Scheme),
        ("ftp://portal.example", N::Scheme),
        ("javascript://portal.example", N::Scheme),
        ("https://me:secret@portal.example", N::UserInfo),
        ("https://me@portal.example", N::UserInfo),
        ("https://portal.example/portal", N::Path),
        ("https://portal.example/portal/", N::Path),
        ("https://portal.example/.", N::Path),
        ("https://portal.example\\portal", N::Path),
        ("https://portal.example?x", N::Query),
        ("https://portal.example/?", N::Query),
        ("https://portal.example#", N::Query),
        ("https://portal.example:99999", N::Port),
        ("https://portal.example:65536", N::Port),
        ("https://portal.example:0", N::Port),
        ("https://portal.example:", N::Port),
        ("https://portal.example:+443", N::Port),
        ("https://portal.example:-1", N::Port),
        ("https://portal.example:https", N::Port),
        ("https://portal.example:443:443", N::Port),
        ("https://portal.example: 443", N::Port),
        ("https://", N::Host),
        ("https:///", N::Host),
        ("https://:443", N::Host),
        ("https://por tal.example", N::Host),
        ("https://portal..example", N::Host),
        ("https://.example", N::Host),
        ("https://-portal.example", N::Host),
        ("https://portal-.example", N::Host),
        ("https://portal%2eexample", N::Host),
        ("https://portal\"<>.example", N::Host),
        ("https://256.1.1.1", N::Host),
        ("https://127.1", N::Host),
        ("https://2130706433", N::Host),
        ("https://::1", N::Port),
        ("https://[::1", N::Port),
        ("https://[::1]x", N::Host),
        ("https://[::1%25eth0]", N::Host),
        ("https://[127.0.0.1]", N::Host),
        (&long, N::Host),
        (&longer, N::Host),
        (&wide, N::Host),
        ("https://po\u{308}rtal.example", N::Script),
        ("https://ｐortal.example", N::Script),
        ("https://\u{200b}portal.example", N::Script),
        ("https://مثال.example", N::Script),
    ] {
        assert_eq!(Origin::parse(text), Err(reason), "{text}");
        assert!(!reason.to_string().contains("secret"));
    }
}

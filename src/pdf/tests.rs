//! Tests of the PDF: what another library reads in the file, and what stands where on the pages.

use std::sync::LazyLock;

use krilla::text::KrillaGlyph;
use lopdf::{Dictionary, Object};
use proptest::prelude::*;

use super::face::Face;
use super::faces::Faces;
use super::grid;
use super::sheet::{Item, Place, Sheet};
use super::style::Style;
use super::words::{TextLine, balanced, line, line_within, wrap};
use super::{Fonts, Heads, NotRendered, PrintedDocument, Reader, Row, Total, flow};

fn texts(texts: &[&str]) -> Vec<String> {
    texts.iter().map(|&text| text.to_owned()).collect()
}

fn row(description: &str, explanation: &[&str], figures: [&str; 3]) -> Row {
    let [quantity, unit_price, amount] = figures.map(str::to_owned);
    Row { description: description.to_owned(), explanation: texts(explanation), quantity, unit_price, amount }
}

fn total(label: &str, amount: &str, is_strong: bool) -> Total {
    Total { label: label.to_owned(), amount: amount.to_owned(), is_strong }
}

fn english(rows: usize) -> PrintedDocument {
    let five = [
        row(
            "Quarterly true-up: 12 additional seats, Enterprise",
            &["1 April 2026 – 30 June 2026 · maximum of 62 seats in use on 17 May", "12 seats × 3 of 4 quarters"],
            ["12", "€ 187.50", "€ 2,250.00"],
        ),
        row(
            "Enterprise plan, annual renewal",
            &["1 January 2026 – 31 December 2026"],
            ["50", "€ 250.00", "€ 12,500.00"],
        ),
        row("Premium support", &[], ["1", "€ 1,800.00", "€ 1,800.00"]),
        row("Sandbox instance", &["1 January 2026 – 31 December 2026"], ["2", "€ 111.11", "€ 222.22"]),
        row("Discount agreed on 3 December 2025", &[], ["1", "−€ 625.00", "−€ 625.00"]),
    ];
    let fact = |name: &str, value: &str| (name.to_owned(), value.to_owned());
    PrintedDocument {
        language: "en".to_owned(),
        title: "Invoice 2026-0042".to_owned(),
        author: "Northlight Software GmbH".to_owned(),
        created_at: "2026-07-03T08:00:00Z".parse().unwrap(),
        brand: "Northlight".to_owned(),
        vendor: texts(&[
            "Northlight Software GmbH",
            "Speicherstraße 14",
            "20457 Hamburg",
            "billing@northlight.example",
        ]),
        recipient: texts(&[
            "Harbour & Vale Logistics Ltd",
            "Ms Avery Tolwood",
            "27 Quayside Terrace",
            "Bristol BS1 4XE",
        ]),
        facts: vec![
            fact("Invoice number", "2026-0042"),
            fact("Invoice date", "3 July 2026"),
            fact("Due", "17 July 2026"),
            fact("Account", "Harbour & Vale"),
        ],
        subject: "Invoice 2026-0042".to_owned(),
        lead: texts(&["Thank you for working with Northlight. You used more seats than your subscription includes."]),
        heads: Heads {
            description: "Description".to_owned(),
            quantity: "Quantity".to_owned(),
            unit_price: "Unit price".to_owned(),
            amount: "Amount".to_owned(),
        },
        rows: five.iter().cycle().take(rows).cloned().collect(),
        totals: vec![
            total("Subtotal", "€ 16,147.22", false),
            total("VAT 19 %", "€ 3,067.97", false),
            total("Total due", "€ 19,215.19", true),
        ],
        notes: texts(&[
            "Please pay by 17 July 2026, naming 2026-0042.",
            "Questions? Write to billing@northlight.example.",
        ]),
        footer: texts(&["Registered in Hamburg, HRB 151 234", "IBAN DE02 1203 0000 0000 2020 51"]),
        page_of: "Page {n} of {m}".to_owned(),
    }
}

static SHIPPED: LazyLock<Fonts> = LazyLock::new(Fonts::shipped);

fn faces() -> Faces<'static> {
    Faces::with(&SHIPPED).unwrap()
}

fn render(document: &PrintedDocument) -> Result<Vec<u8>, NotRendered> {
    super::render(document, &SHIPPED)
}

fn pages(pdf: &[u8]) -> Vec<String> {
    let file = lopdf::Document::load_mem(pdf).unwrap();
    file.get_pages().into_keys().map(|page| file.extract_text(&[page]).unwrap()).collect()
}

fn sheets(document: &PrintedDocument) -> Vec<Sheet> {
    flow::sheets(document, &faces())
}

/// The dictionaries of a file that have this key with this name as value.
fn named<'a>(file: &'a lopdf::Document, key: &[u8], name: &[u8]) -> Vec<&'a Dictionary> {
    let dictionaries = file.objects.values().filter_map(|object| object.as_dict().ok());
    dictionaries.filter(|d| d.get(key).and_then(Object::as_name).is_ok_and(|n| n == name)).collect()
}

fn tags(file: &lopdf::Document, tag: &str) -> usize {
    named(file, b"S", tag.as_bytes()).len()
}

#[track_caller]
fn in_order(text: &str, parts: &[&str]) {
    let mut from = 0;
    for part in parts {
        let at = text[from..].find(part);
        from += at.unwrap_or_else(|| panic!("{part:?} is not behind what is before it in:\n{text}")) + part.len();
    }
}

#[test]
fn an_ordinary_invoice_is_one_page_and_small() {
    let pdf = render(&english(5)).unwrap();
    assert_eq!(pages(&pdf).len(), 1);
    assert!(pdf.len() < 40_000, "{} bytes", pdf.len());
    assert!(render(&english(60)).unwrap().len() < 120_000);
}

#[test]
fn the_text_can_be_read_back_in_the_order_of_reading() {
    let pages = pages(&render(&english(5)).unwrap());
    let text = pages[0].replace('\n', " ");
    in_order(
        &text,
        &[
            "Harbour & Vale Logistics Ltd",
            "Invoice number",
            "2026-0042",
            "Invoice 2026-0042",
            "Description",
            "Amount",
            "Enterprise plan, annual renewal",
            "50",
            "€ 250.00",
            "€ 12,500.00",
            "Total due",
            "€ 19,215.19",
            "Please pay by 17 July 2026",
            "IBAN DE02",
            "Page 1 of 1",
        ],
    );
}

#[test]
fn fonts_are_embedded_and_subset() {
    let pdf = render(&english(5)).unwrap();
    let file = lopdf::Document::load_mem(&pdf).unwrap();
    let descriptors = named(&file, b"Type", b"FontDescriptor");
    assert_eq!(descriptors.len(), 2);
    for descriptor in descriptors {
        assert!(descriptor.has(b"FontFile2"));
        let name = String::from_utf8_lossy(descriptor.get(b"FontName").unwrap().as_name().unwrap());
        assert!(name.contains("+Inter-"), "{name}");
    }
}

#[test]
fn the_file_is_tagged_and_says_what_it_is() {
    let pdf = render(&english(5)).unwrap();
    let file = lopdf::Document::load_mem(&pdf).unwrap();
    let catalog = file.catalog().unwrap();
    assert_eq!(catalog.get(b"Lang").unwrap().as_str().unwrap(), b"en");
    assert!(catalog.has(b"StructTreeRoot") && catalog.has(b"MarkInfo") && catalog.has(b"Metadata"));
    let found = ["H1", "L", "LI", "Table", "THead", "TBody", "TFoot", "TR", "TH", "TD"].map(|tag| tags(&file, tag));
    assert_eq!(found, [1, 1, 4, 1, 1, 1, 1, 1 + 5 + 3, 4 + 3, 5 * 4 + 3]);
    let information = file.get_dictionary(file.trailer.get(b"Info").unwrap().as_reference().unwrap()).unwrap();
    assert_eq!(information.get(b"Title").unwrap().as_str().unwrap(), b"Invoice 2026-0042");
    for page in named(&file, b"Type", b"Page") {
        let edges = page.get(b"MediaBox").unwrap().as_array().unwrap();
        let edges: Vec<f32> = edges.iter().map(|edge| edge.as_float().unwrap().round()).collect();
        assert_eq!(edges, [0.0, 0.0, 595.0, 842.0]);
    }
}

#[test]
fn the_same_document_gives_the_same_bytes() {
    assert_eq!(render(&english(60)).unwrap(), render(&english(60)).unwrap());
    assert_ne!(render(&english(5)).unwrap(), render(&english(4)).unwrap());
}

#[test]
fn long_tables_repeat_their_head_on_the_next_page() {
    let pages = pages(&render(&english(60)).unwrap());
    assert!(pages.len() > 2);
    for (index, page) in pages.iter().enumerate() {
        let number = format!("Page {} of {}", index + 1, pages.len());
        in_order(&page.replace('\n', " "), &["Northlight", "Description", "Unit price", "Amount", &number]);
    }
}

/// Checks what holds on any page, and gives what stands in the flow of each.
#[track_caller]
fn well_laid(document: &PrintedDocument) -> Vec<Vec<Place>> {
    let sheets = sheets(document);
    for item in sheets.iter().flat_map(|sheet| &sheet.items) {
        match item {
            Item::Text { x, baseline, line, .. } => {
                assert!(
                    *x >= grid::LEFT - 0.5 && x + line.width <= grid::RIGHT + 0.5,
                    "{x} {} {:?}",
                    line.width,
                    line.text
                );
                assert!(
                    *baseline > grid::TOP && *baseline <= grid::FOOTER_BASELINE + 0.1,
                    "{baseline} {:?}",
                    line.text
                );
            }
            Item::Rule { x, y, width, .. } => {
                assert!(*x > 0.0 && x + width <= grid::RIGHT + 0.1 && *y < grid::FOOTER_BASELINE);
            }
        }
    }
    let places = |sheet: &Sheet| {
        let texts = sheet.items.iter().filter_map(|item| match item {
            Item::Text { place, .. } => Some(*place),
            Item::Rule { .. } => None,
        });
        texts.filter(|place| !matches!(place, Place::Repeated | Place::Footer)).collect()
    };
    sheets.iter().map(places).collect()
}

#[test]
fn totals_stay_on_the_page_of_the_last_row() {
    // On the first page, at its end, on the second, at its end.
    for rows in (1..4).chain(8..16).chain(20..34) {
        let document = english(rows);
        let pages = well_laid(&document);
        assert!(pages.iter().all(|page| !page.is_empty()), "{rows} rows: a page with a footer alone");
        let with_totals = pages.iter().find(|page| page.iter().any(|place| matches!(place, Place::Total(..)))).unwrap();
        for index in 0..3 {
            assert!(with_totals.iter().any(|place| matches!(place, Place::Total(i, _) if *i == index)), "{rows} rows");
        }
        let last = with_totals.iter().any(|place| matches!(place, Place::Cell(index, _) if index + 1 == rows));
        assert!(last, "{rows} rows: the totals are alone");
    }
}

#[test]
fn the_address_fits_the_window_of_an_envelope() {
    let sheets = sheets(&english(1));
    let baselines = sheets[0].items.iter().filter_map(|item| match item {
        Item::Text { x, baseline, place: Place::Recipient, .. } => Some((*x, *baseline)),
        _ => None,
    });
    let millimetres: Vec<(f32, f32)> = baselines.map(|(x, y)| (x / 72.0 * 25.4, y / 72.0 * 25.4)).collect();
    assert_eq!(millimetres.len(), 4);
    assert!(millimetres.iter().all(|(x, y)| (*x - 25.0).abs() < 0.1 && *y > 62.7 && *y < 90.0), "{millimetres:?}");
}

#[test]
fn any_character_is_drawn_somehow() {
    let mut odd = english(3);
    odd.brand = "A very long brand that goes on and on ".repeat(20);
    odd.vendor = (0..40).map(|line| format!("line {line}")).collect();
    odd.recipient =
        texts(&["שלום עולם", "مرحبا 123", "株式会社", "Zoe\u{308} x\u{301}\u{323}", "a\u{0}b\tc\r\nd", "\u{301}"]);
    odd.facts = (0..60).map(|n| (format!("Fact {n}"), "x".repeat(n * 9))).collect();
    odd.heads.quantity = "Quantityquantityquantity ".repeat(30);
    odd.rows[0].description = "W".repeat(500);
    odd.rows[1].explanation = (0..200).map(|n| format!("line {n}")).collect();
    odd.rows[2].amount = "9".repeat(300);
    odd.totals.extend((0..40).map(|n| total(&"label ".repeat(n), &"1".repeat(n), n % 2 == 0)));
    odd.footer = (0..50).map(|line| format!("line {line}")).collect();
    odd.page_of = "{n}{m}".repeat(500);
    odd.language = "not a (tag".to_owned();
    odd.title = "\u{0}".repeat(9);
    odd.created_at = chrono::DateTime::<chrono::Utc>::MIN_UTC;
    well_laid(&odd);
    let text = pages(&render(&odd).unwrap()).concat();
    in_order(&text, &["Fact 59", "line 199", "line 49"]);

    well_laid(&PrintedDocument::default());
    assert_eq!(pages(&render(&PrintedDocument::default()).unwrap()).len(), 1);
    well_laid(&english(0));
    render(&english(0)).unwrap();
    well_laid(&english(300));
    render(&english(300)).unwrap();
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(16))]

    #[test]
    fn any_text_in_any_field_is_drawn(words in proptest::collection::vec("(\\PC|\\s|.){0,60}", 24), rows in 0_usize..9) {
        let mut next = words.iter().cycle().cloned();
        let mut word = move || next.next().unwrap_or_default();
        let document = PrintedDocument {
            language: word(), title: word(), author: word(), brand: word(),
            created_at: chrono::DateTime::<chrono::Utc>::MAX_UTC,
            vendor: vec![word(), word()], recipient: vec![word(), word()], facts: vec![(word(), word()), (word(), word())],
            subject: word(), lead: vec![word()],
            heads: Heads { description: word(), quantity: word(), unit_price: word(), amount: word() },
            rows: (0..rows).map(|_| Row {
                description: word(), explanation: vec![word()], quantity: word(), unit_price: word(), amount: word(),
            }).collect(),
            totals: vec![Total { label: word(), amount: word(), is_strong: true }],
            notes: vec![word()], footer: vec![word()], page_of: word(),
        };
        well_laid(&document);
        let pdf = render(&document).unwrap();
        prop_assert!(lopdf::Document::load_mem(&pdf).is_ok());
    }
}

const BODY: Style = grid::BODY;

#[test]
fn lines_break_between_words_and_long_words_anywhere() {
    let faces = &faces();
    let lines = |text: &str, width: f32| -> Vec<String> {
        wrap(faces, text, BODY, width).into_iter().map(|line| line.text).collect()
    };
    assert_eq!(lines("one two", 500.0), ["one two "]);
    assert_eq!(lines("one\ntwo\r\n\r\nthree", 500.0), ["one ", "two ", "three "]);
    assert_eq!(lines("Enterprise Enterprise", 60.0), ["Enterprise ", "Enterprise "]);
    assert_eq!(lines("Support-Vertrag", 60.0), ["Support-", "Vertrag "]);
    assert_eq!(lines("bis 31. Dezember", 90.0), ["bis 31. Dezember "]);
    assert_eq!(lines("bis zum 31. Dezember", 80.0), ["bis zum ", "31. Dezember "]);
    let broken = lines(&"x\u{301}".repeat(200), 50.0);
    assert!(broken.len() > 5 && broken.iter().all(|line| line.starts_with('x')), "{broken:?}");
    assert_eq!(broken.concat().trim_end(), "x\u{301}".repeat(200));
    assert!(lines(" \u{200b}\u{202e}\t", 50.0).is_empty());
    assert_eq!(lines("W", 0.0), ["W "]);
    let short = line_within(faces, "A subject that is much too long", BODY, 60.0);
    assert!(short.width <= 60.0 && short.text.ends_with('…'), "{}", short.text);
    let two: Vec<f32> = balanced(faces, "one two three four five six", BODY, 110.0).iter().map(|l| l.width).collect();
    assert!(two.len() == 2 && (two[0] - two[1]).abs() < 30.0, "{two:?}");
}

#[test]
fn the_faces_have_kerning_and_figures_of_one_width() {
    let faces = &faces();
    for style in [BODY, grid::SUBJECT] {
        let face: &Face = faces.of(style.weight);
        assert!(face.kern(face.glyph('A'), face.glyph('V')) < 0.0);
        assert!((face.kern(face.glyph('n'), face.glyph('n'))).abs() < 0.001);
    }
    let width = |text: &str, style: Style| line(faces, text, style).width;
    assert!((width("111.111", grid::FIGURE) - width("848.606", grid::FIGURE)).abs() < 0.01);
    assert!(width("111", BODY) < width("848", BODY));
    assert!((width("e\u{301}", BODY) - width("é", BODY)).abs() < 0.001);
    assert!((width("x\u{301}", BODY) - width("x", BODY)).abs() < 0.001);
}

/// A name of each kind: letters that join, turn back, stand on each other or have no alphabet.
const NAMES: [&str; 14] = [
    "株式会社東京ソフトウェア",
    "北京软件有限公司",
    "臺北資訊股份有限公司",
    "서울소프트웨어 주식회사",
    "شركة البرمجيات العربية",
    "علی\u{200c}رضا پورمحمدی",
    "תוכנה בע\"מ (חיפה)",
    "בְּרֵאשִׁית",
    "บริษัท ซอฟต์แวร์ที่กรุงเทพ จำกัด",
    "श्री क्षितिज सॉफ़्टवेयर",
    "Đặng Thị Ngọc Ánh",
    "Ελληνική Εταιρεία",
    "Ёжиков Їжакевич",
    "Łódź Straße Ærøskøbing",
];

/// Egyptian hieroglyphs: two have a font among the tests', the rest none.
const OWL: &str = "\u{13153}";
const MAN: &str = "\u{13000}";

fn with_font_of_tests() -> Fonts {
    let file = include_bytes!("../../tests/fonts/NotoSansEgyptianHieroglyphs-two.ttf");
    let readers: [Reader; 4] = [
        Box::new(|| None),
        Box::new(|| Some(b"no font".to_vec())),
        Box::new(|| Some(file.to_vec())),
        Box::new(|| panic!("nothing needs it")),
    ];
    Fonts::new(Box::new(readers.into_iter()))
}

/// The texts of the glyphs of a line from left to right, those of one cluster once.
fn seen(line: &TextLine) -> Vec<&str> {
    let glyphs = line.runs.iter().flat_map(|run| &run.glyphs);
    let mut ranges: Vec<_> = glyphs.map(|glyph| glyph.text_range.clone()).collect();
    ranges.dedup();
    ranges.into_iter().map(|range| &line.text[range]).collect()
}

fn boxes(faces: &Faces<'_>, line: &TextLine) -> usize {
    let face = faces.of(line.style.weight);
    let is_box = |glyph: &KrillaGlyph| glyph.glyph_id.to_u32() == face.glyph('\u{25a1}').to_u32();
    let own = line.runs.iter().filter(|run| run.font == face.shaped.font);
    own.flat_map(|run| &run.glyphs).filter(|glyph| is_box(glyph)).count()
}

#[test]
fn a_name_in_any_usual_script_is_drawn_with_its_own_glyphs() {
    let faces = faces();
    for name in NAMES {
        assert_eq!(SHIPPED.missing(name), Vec::<char>::new(), "{name}");
        for style in [grid::ADDRESS, grid::BRAND, grid::FIGURE] {
            let line = line(&faces, name, style);
            let glyphs: Vec<_> = line.runs.iter().flat_map(|run| &run.glyphs).collect();
            assert!(glyphs.iter().all(|glyph| glyph.glyph_id.to_u32() != 0), "{name}");
            assert_eq!(boxes(&faces, &line), 0, "{name}");
            // Each character belongs to a glyph: it can be copied and searched.
            let mut covered: Vec<_> = glyphs.iter().flat_map(|glyph| glyph.text_range.clone()).collect();
            covered.sort_unstable();
            covered.dedup();
            assert_eq!(covered, (0..line.text.len()).collect::<Vec<_>>(), "{name}");
        }
    }
}

#[test]
fn complex_scripts_are_shaped_and_ordered_as_they_are_written() {
    let faces = faces();
    let line = |text: &str| line(&faces, text, BODY);
    let glyphs = |text: &str| -> Vec<u32> {
        line(text).runs.iter().flat_map(|run| &run.glyphs).map(|glyph| glyph.glyph_id.to_u32()).collect()
    };
    // From right to left, numbers and other scripts within it from left to right.
    assert_eq!(seen(&line("שלום")).concat(), "םולש");
    assert_eq!(seen(&line("שלום 12 Ltd")).concat(), "Ltd 12 םולש");
    assert_eq!(seen(&line("Ltd שלום 12")).concat(), "Ltd 12 םולש");
    // Brackets are turned round: the one that opens is seen at the right, as the other glyph.
    assert_eq!(glyphs("(א)").first(), glyphs("(").first());
    assert_eq!(seen(&line("(א)")), [")", "א", "("]);
    // Arabic: a letter between two others has another shape than alone; without a joiner it ends before the next.
    assert_eq!(glyphs("م").len(), 1);
    assert!(!glyphs("محمد").contains(&glyphs("م")[0]));
    assert_ne!(glyphs("علی\u{200c}رضا"), glyphs("علیرضا"));
    // Lam and alef are one sign, and still two letters to copy.
    assert_eq!(seen(&line("سلام")).concat(), "مالس");
    assert!((line("لا").width - line("ل").width - line("ا").width).abs() > 0.1);
    assert_eq!(line("A\u{200c}B\u{200d}").text, "AB", "where nothing joins it is noise");
    // Devanagari: two consonants become one sign; a vowel stands before the consonant that it is spoken after.
    assert_eq!(glyphs("क्ष").len(), 1);
    assert_eq!(glyphs("कि").last(), glyphs("क").last());
    // Thai: vowel and tone stand above and take no room.
    assert!((line("ที่").width - line("ท").width).abs() < 0.01);
}

#[test]
fn a_character_without_a_font_is_reported_and_drawn_as_a_box() {
    let owl = OWL.chars().next().unwrap();
    let text = format!("A{OWL}B{OWL} \u{e000}é株");
    assert_eq!(SHIPPED.missing(&text), [owl, '\u{e000}']);
    assert_eq!(
        SHIPPED.missing("Zoe\u{308} x\u{301}\u{323}\u{7f}\u{0}\u{202e}\u{200b}\u{feff}\n\u{3000}"),
        Vec::<char>::new()
    );
    let faces = faces();
    assert_eq!(boxes(&faces, &line(&faces, &text, BODY)), 3);
    let mut document = english(1);
    document.recipient = texts(&[&text, "שלום", OWL]);
    document.brand = OWL.repeat(500);
    well_laid(&document);
    let said = pages(&render(&document).unwrap()).concat();
    in_order(&said, &["Invoice number", "Total due"]);
}

#[test]
fn a_font_of_the_machine_is_read_when_it_is_needed_and_embedded() {
    let fonts = with_font_of_tests();
    assert_eq!(fonts.missing(&format!("{MAN} Ltd 株")), Vec::<char>::new());
    let mut document = english(1);
    document.recipient = texts(&[MAN]);
    let pdf = super::render(&document, &fonts).unwrap();
    let file = lopdf::Document::load_mem(&pdf).unwrap();
    let names: Vec<_> = named(&file, b"Type", b"FontDescriptor")
        .iter()
        .map(|d| String::from_utf8_lossy(d.get(b"FontName").unwrap().as_name().unwrap()).into_owned())
        .collect();
    assert!(names.iter().any(|name| name.ends_with("+NotoSansEgyptianHieroglyphs-Regular")), "{names:?}");
    assert!(pages(&pdf)[0].contains(MAN));
}

#[test]
fn drawing_other_documents_before_does_not_change_the_bytes() {
    let mut document = english(2);
    document.recipient = NAMES.iter().chain(&[MAN]).map(|&name| name.to_owned()).collect();
    let alone = super::render(&document, &with_font_of_tests()).unwrap();
    let fonts = with_font_of_tests();
    super::render(&english(1), &fonts).unwrap();
    assert_eq!(fonts.missing("\u{13001}"), Vec::<char>::new());
    assert_eq!(super::render(&document, &fonts).unwrap(), alone);
}

#[test]
fn long_names_in_any_script_break_within_their_column() {
    let faces = faces();
    for name in NAMES {
        let long: String = name.chars().filter(|c| *c != ' ').cycle().take(500).collect();
        let lines = wrap(&faces, &long, BODY, 90.0);
        assert!(lines.len() > 10, "{name}");
        assert!(lines.iter().all(|line| line.width <= 90.0), "{name}");
        let joined: String = lines.iter().map(|line| line.text.as_str()).collect();
        assert_eq!(joined.trim_end(), super::characters::drawable(&long).trim_end(), "{name}");
        assert!(lines.iter().all(|line| !line.text.starts_with(['\u{e35}', '\u{93f}', '\u{5b0}'])), "{name}");
    }
    let mut document = english(1);
    document.recipient = NAMES.iter().map(|name| name.repeat(40)).collect();
    document.rows[0].description = NAMES.concat();
    document.subject = NAMES.concat();
    well_laid(&document);
    render(&document).unwrap();
}

//! Every address of the portal in one list, grouped by who calls it. The role matrix of `tests/it/access.rs` reads
//! [`ROUTES`] and fails when one is missing from it; `configure` is made of the same list.

use std::sync::LazyLock;

use actix_web::dev::ResourceDef;
use actix_web::middleware::from_fn;
use actix_web::web::{self, ServiceConfig};
use actix_web::{HttpRequest, guard};

use super::error::WebError;
use super::{api, error_page, portal, public, staff};
use crate::http::assets;
use crate::urls::paths;

/// The methods and shapes of all addresses.
static SHAPES: LazyLock<Vec<(&str, ResourceDef)>> =
    LazyLock::new(|| ROUTES.iter().map(|(method, path, _)| (*method, ResourceDef::new(*path))).collect());

/// Who may call an address.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Access {
    Anyone,
    /// Anyone who is signed in.
    SignedIn,
    /// Members of the thing's account with the right to look.
    Look,
    /// Members with the billing right.
    Billing,
    /// Members with the technical right.
    Technical,
    /// Members of any account with the billing right there.
    BillingAnywhere,
    /// Owners of any account.
    OwnAnywhere,
    Staff,
}

macro_rules! routes {
    ($($method:ident $name:ident $access:ident => $handler:expr),+ $(,)?) => {
        /// Method, path and access of every address.
        pub const ROUTES: &[(&str, &str, Access)] = &[$((stringify!($method), paths::$name, Access::$access)),+];

        /// Registers every address.
        pub fn configure(config: &mut ServiceConfig) {
            $(config.service(
                web::resource(paths::$name).guard(routes!(@$method)).wrap(from_fn(error_page::fence)).to($handler),
            );)+
            config.default_service(web::to(missing));
        }
    };
    (@GET) => { guard::Any(guard::Get()).or(guard::Head()) };
    (@POST) => { guard::Post() };
}

routes! {
    // Anyone.
    GET sign_in Anyone => public::sign_in::new,
    POST sign_in Anyone => public::sign_in::create,
    POST sign_out Anyone => public::sign_in::destroy,
    GET password Anyone => public::passwords::request,
    POST password Anyone => public::passwords::send,
    GET no_password_link Anyone => public::passwords::new,
    POST no_password_link Anyone => public::passwords::create,
    GET new_password Anyone => public::passwords::new,
    POST new_password Anyone => public::passwords::create,
    GET password_link Anyone => public::passwords::arrive,
    GET contact_confirmation Anyone => public::contacts::show,
    POST contact_confirmation Anyone => public::contacts::confirm,
    POST language Anyone => public::languages::choose,
    GET no_invoice_link Anyone => public::invoice_links::show,
    GET linked_invoice Anyone => public::invoice_links::show,
    GET linked_invoice_pdf Anyone => public::invoice_links::pdf,
    POST fresh_links Anyone => public::invoice_links::send_fresh,
    GET invoice_link Anyone => public::invoice_links::arrive,
    GET asset Anyone => assets::show,

    // Members of an account.
    GET home SignedIn => portal::home::show,
    GET kept SignedIn => portal::kept::show,
    GET subscription Look => portal::subscriptions::show,
    GET renewal_cancellation Billing => portal::renewals::show,
    POST renewal_cancellation Billing => portal::renewals::cancel,
    POST withdrawal Billing => portal::renewals::resume,
    POST late_requests Billing => portal::renewals::ask_late,
    GET reconciliation Look => portal::reconciliations::show,
    POST dispute Billing => portal::reconciliations::dispute,
    POST dispute_withdrawal Billing => portal::reconciliations::withdraw,
    GET new_seats Billing => portal::orders::new_seats,
    POST seats Billing => portal::orders::buy_seats,
    GET new_renewal Billing => portal::orders::new_renewal,
    POST renewal Billing => portal::orders::renew,
    GET order Billing => portal::orders::show,
    GET new_instance Technical => portal::instances::new,
    POST instance_ids Technical => portal::instances::look,
    GET received Technical => portal::instances::received,
    POST link Technical => portal::instances::link,
    POST activation_code Technical => portal::activation_codes::replace,
    GET instance Look => portal::instances::show,
    GET messages Look => portal::messages::index,
    GET messages_file Look => portal::messages::download,
    POST updates Technical => portal::updates::choose,
    POST upgrade Technical => portal::updates::upgrade,
    GET unlinking Technical => portal::unlinking::confirm,
    POST unlinking Technical => portal::unlinking::unlink,
    POST tokens Technical => portal::tokens::make,
    GET token Technical => portal::tokens::show,
    GET token_file Technical => portal::tokens::download,
    GET invoices BillingAnywhere => portal::invoices::index,
    GET invoices_file BillingAnywhere => portal::invoices::index_csv,
    GET invoice_pdf Billing => portal::invoices::pdf,
    GET invoice_csv Billing => portal::invoices::csv,
    GET invoice Billing => portal::invoices::show,
    POST invoice_links Billing => portal::invoices::send_link,
    POST invoice_links_revocation Billing => portal::invoices::revoke_links,
    GET payment_method BillingAnywhere => portal::payment_methods::show,
    POST payment_method BillingAnywhere => portal::payment_methods::put_card,
    POST card_removal BillingAnywhere => portal::payment_methods::remove_card,
    GET contacts OwnAnywhere => portal::contacts::show,
    POST contacts OwnAnywhere => portal::contacts::add,
    POST contact_asking OwnAnywhere => portal::contacts::ask,
    POST contact_removal OwnAnywhere => portal::contacts::remove,
    GET support SignedIn => portal::support::show,
    GET emails SignedIn => portal::emails::index,
    GET email SignedIn => portal::emails::show,

    // Staff.
    GET staff Staff => staff::home::show,
    GET staff_instances Staff => staff::instances::index,
    GET staff_alerts Staff => staff::alerts::index,
    POST alert_closing Staff => staff::alerts::close,
    GET staff_releases Staff => staff::releases::index,
    GET staff_invoices Staff => staff::invoices::index,
    GET staff_invoice_pdf Staff => staff::invoices::pdf,
    GET staff_invoice Staff => staff::invoices::show,
    POST invoice_payment Staff => staff::invoices::pay,
    POST invoice_credit_note Staff => staff::invoices::credit,
    POST decision Staff => staff::late_requests::decide,
    GET staff_reconciliations Staff => staff::reconciliations::index,
    GET staff_reconciliation Staff => staff::reconciliations::show,
    POST waiver Staff => staff::reconciliations::waive,
    POST dispute_decision Staff => staff::reconciliations::decide,
    POST pauses Staff => staff::reconciliations::pause,
    POST lifting Staff => staff::reconciliations::resume,

    // Machines and operators.
    POST sync Anyone => api::syncs::create,
    GET jwks Anyone => public::keys::jwks,
    GET healthz Anyone => public::health::healthz,
    GET readyz Anyone => public::health::readyz,
    GET robots Anyone => public::health::robots,
}

/// Whether a form to this path is taken from nobody who is not signed in.
#[must_use]
pub fn needs_person(path: &str) -> bool {
    let mut forms = ROUTES.iter().zip(SHAPES.iter()).filter(|((method, ..), _)| *method == "POST");
    // The first that fits is the one that answers.
    forms.find(|(_, (_, shape))| shape.is_match(path)).is_some_and(|((.., access), _)| *access != Access::Anyone)
}

/// Whether an address is ours, asked in this way.
#[must_use]
pub fn answers(wanted: &str, path: &str) -> bool {
    SHAPES.iter().any(|(method, shape)| *method == wanted && shape.is_match(path))
}

/// The address is none of ours, or is asked in another way than it may be.
async fn missing(request: HttpRequest) -> Result<&'static str, WebError> {
    let allowed = match (answers("GET", request.path()), answers("POST", request.path())) {
        (false, false) => return Err(WebError::Missing),
        // Whatever may be got may be asked for its head.
        (true, false) => "GET, HEAD",
        (false, true) => "POST",
        (true, true) => "GET, HEAD, POST",
    };
    Err(WebError::OtherMethod { allowed })
}

//! Every address of the portal in one list, grouped by who calls it. The role matrix of `tests/it/access.rs` reads
//! [`ROUTES`] and fails when one is missing from it; `configure` is made of the same list.

use std::sync::LazyLock;

use actix_web::dev::ResourceDef;
use actix_web::middleware::from_fn;
use actix_web::web::{self, ServiceConfig};
use actix_web::{HttpRequest, guard};

use super::error::{self, WebError};
use super::{api, assets, portal, public, staff};

/// The methods and shapes of all addresses.
static SHAPES: LazyLock<Vec<(&str, ResourceDef)>> =
    LazyLock::new(|| ROUTES.iter().map(|(method, path, _)| (*method, ResourceDef::new(*path))).collect());

/// Who may call an address.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Access {
    /// Anyone.
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
    /// Staff.
    Staff,
}

macro_rules! routes {
    ($($method:ident $path:literal $access:ident => $handler:expr),+ $(,)?) => {
        /// Method, path and access of every address.
        pub const ROUTES: &[(&str, &str, Access)] = &[$((stringify!($method), $path, Access::$access)),+];

        /// Registers every address.
        pub fn configure(config: &mut ServiceConfig) {
            $(config.service(
                web::resource($path).guard(routes!(@$method)).wrap(from_fn(error::fence)).to($handler),
            );)+
            config.default_service(web::to(missing));
        }
    };
    (@GET) => { guard::Any(guard::Get()).or(guard::Head()) };
    (@POST) => { guard::Post() };
}

routes! {
    // Anyone.
    GET "/sign-in" Anyone => public::sign_in::new,
    POST "/sign-in" Anyone => public::sign_in::create,
    POST "/sign-out" Anyone => public::sign_in::destroy,
    GET "/password" Anyone => public::passwords::request,
    POST "/password" Anyone => public::passwords::send,
    GET "/password/new" Anyone => public::passwords::new,
    POST "/password/new" Anyone => public::passwords::create,
    GET "/password/new/{link}" Anyone => public::passwords::new,
    POST "/password/new/{link}" Anyone => public::passwords::create,
    GET "/password/{secret}" Anyone => public::passwords::arrive,
    GET "/contacts/confirmation/{secret}" Anyone => public::contacts::show,
    POST "/contacts/confirmation/{secret}" Anyone => public::contacts::confirm,
    POST "/language" Anyone => public::languages::choose,
    GET "/i/view" Anyone => public::invoice_links::show,
    GET "/i/view/{link}" Anyone => public::invoice_links::show,
    GET "/i/view/{link}/pdf" Anyone => public::invoice_links::pdf,
    POST "/i/links" Anyone => public::invoice_links::send_fresh,
    GET "/i/{secret}" Anyone => public::invoice_links::arrive,
    GET "/static/{fingerprint}/{name:.+}" Anyone => assets::show,

    // Members of an account.
    GET "/" SignedIn => portal::home::show,
    GET "/kept" SignedIn => portal::kept::show,
    GET "/subscriptions/{number}" Look => portal::subscriptions::show,
    GET "/subscriptions/{number}/renewal-cancellation" Billing => portal::renewals::show,
    POST "/subscriptions/{number}/renewal-cancellation" Billing => portal::renewals::cancel,
    POST "/subscriptions/{number}/renewal-cancellation/withdrawal" Billing => portal::renewals::resume,
    POST "/subscriptions/{number}/late-cancellation-requests" Billing => portal::renewals::ask_late,
    GET "/subscriptions/{number}/settlements/{settlement}" Look => portal::settlements::show,
    POST "/subscriptions/{number}/settlements/{settlement}/objection" Billing => portal::settlements::object,
    POST "/subscriptions/{number}/settlements/{settlement}/objection/withdrawal" Billing => portal::settlements::withdraw,
    GET "/subscriptions/{number}/seats/new" Billing => portal::orders::new_seats,
    POST "/subscriptions/{number}/seats" Billing => portal::orders::buy_seats,
    GET "/subscriptions/{number}/renewal/new" Billing => portal::orders::new_renewal,
    POST "/subscriptions/{number}/renewal" Billing => portal::orders::renew,
    GET "/subscriptions/{number}/orders/{order}" Billing => portal::orders::show,
    GET "/subscriptions/{number}/instances/new" Technical => portal::instances::new,
    POST "/subscriptions/{number}/instance-ids" Technical => portal::instances::look,
    GET "/instance-ids/{received}" Technical => portal::instances::received,
    POST "/instance-ids/{received}/link" Technical => portal::instances::link,
    POST "/subscriptions/{number}/activation-code" Technical => portal::activation_codes::replace,
    GET "/instances/{instance}" Look => portal::instances::show,
    GET "/instances/{instance}/messages" Look => portal::messages::index,
    GET "/instances/{instance}/messages.json" Look => portal::messages::download,
    POST "/instances/{instance}/updates" Technical => portal::updates::choose,
    POST "/instances/{instance}/upgrade" Technical => portal::updates::upgrade,
    GET "/instances/{instance}/unlinking" Technical => portal::unlinking::confirm,
    POST "/instances/{instance}/unlinking" Technical => portal::unlinking::unlink,
    POST "/instances/{instance}/tokens" Technical => portal::tokens::make,
    GET "/instances/{instance}/tokens/{token}" Technical => portal::tokens::show,
    GET "/instances/{instance}/tokens/{token}/file" Technical => portal::tokens::download,
    GET "/invoices" BillingAnywhere => portal::invoices::index,
    GET "/invoices.csv" BillingAnywhere => portal::invoices::index_csv,
    GET "/invoices/{invoice}.pdf" Billing => portal::invoices::pdf,
    GET "/invoices/{invoice}.csv" Billing => portal::invoices::csv,
    GET "/invoices/{invoice}" Billing => portal::invoices::show,
    POST "/invoices/{invoice}/links" Billing => portal::invoices::send_link,
    POST "/invoices/{invoice}/links/revocation" Billing => portal::invoices::revoke_links,
    GET "/account/payment-method" BillingAnywhere => portal::payment_methods::show,
    POST "/account/payment-method" BillingAnywhere => portal::payment_methods::put_card,
    POST "/account/payment-method/removal" BillingAnywhere => portal::payment_methods::remove_card,
    GET "/account/contacts" OwnAnywhere => portal::contacts::show,
    POST "/account/contacts" OwnAnywhere => portal::contacts::add,
    POST "/account/contacts/{contact}/confirmation" OwnAnywhere => portal::contacts::ask,
    POST "/account/contacts/{contact}/removal" OwnAnywhere => portal::contacts::remove,
    GET "/support" SignedIn => portal::support::show,
    GET "/letters" SignedIn => portal::letters::index,
    GET "/letters/{letter}" SignedIn => portal::letters::show,

    // Staff.
    GET "/staff" Staff => staff::home::show,
    GET "/staff/instances" Staff => staff::instances::index,
    GET "/staff/flags" Staff => staff::flags::index,
    POST "/staff/flags/closing" Staff => staff::flags::close,
    GET "/staff/releases" Staff => staff::releases::index,
    GET "/staff/invoices" Staff => staff::invoices::index,
    GET "/staff/invoices/{invoice}.pdf" Staff => staff::invoices::pdf,
    GET "/staff/invoices/{invoice}" Staff => staff::invoices::show,
    POST "/staff/invoices/{invoice}/payment" Staff => staff::invoices::pay,
    POST "/staff/invoices/{invoice}/credit-note" Staff => staff::invoices::credit,
    POST "/staff/late-cancellation-requests/{request}/decision" Staff => staff::late_requests::decide,
    GET "/staff/settlements" Staff => staff::settlements::index,
    GET "/staff/settlements/{settlement}" Staff => staff::settlements::show,
    POST "/staff/settlements/{settlement}/waiver" Staff => staff::settlements::waive,
    POST "/staff/settlements/{settlement}/objection/decision" Staff => staff::settlements::decide,
    POST "/staff/holds" Staff => staff::settlements::hold,
    POST "/staff/holds/lifting" Staff => staff::settlements::lift,

    // Machines and operators.
    POST "/api/v1/sync" Anyone => api::syncs::create,
    GET "/.well-known/jwks.json" Anyone => public::keys::jwks,
    GET "/healthz" Anyone => public::health::healthz,
    GET "/readyz" Anyone => public::health::readyz,
    GET "/robots.txt" Anyone => public::health::robots,
}

/// Whether a form to this path is taken from nobody who is not signed in.
#[must_use]
pub fn needs_person(path: &str) -> bool {
    let mut forms = ROUTES.iter().zip(SHAPES.iter()).filter(|((method, ..), _)| *method == "POST");
    // The first that fits is the one that answers.
    forms.find(|(_, (_, shape))| shape.is_match(path)).is_some_and(|((.., access), _)| *access != Access::Anyone)
}

/// The address is none of ours, or is asked in another way than it may be.
async fn missing(request: HttpRequest) -> Result<&'static str, WebError> {
    let is_allowed = |wanted| SHAPES.iter().any(|(method, shape)| *method == wanted && shape.is_match(request.path()));
    let allowed = match (is_allowed("GET"), is_allowed("POST")) {
        (false, false) => return Err(WebError::Missing),
        // Whatever may be got may be asked for its head.
        (true, false) => "GET, HEAD",
        (false, true) => "POST",
        (true, true) => "GET, HEAD, POST",
    };
    Err(WebError::OtherMethod { allowed })
}

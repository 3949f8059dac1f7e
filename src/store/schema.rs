//! The tables as diesel sees them; `tests/it/schema.rs` compares them with both live databases.

diesel::table! {
    accounts (id) {
        id -> crate::store::sql_types::Id,
        number -> Text,
        name -> Text,
        language -> Text,
        payment -> Text,
        reseller -> Nullable<Text>,
        created_at -> crate::store::sql_types::Instant,
        address -> Text,
        vat_id -> Nullable<Text>,
        tax_basis_points -> BigInt,
        po_required -> Bool,
        public_sector -> Bool,
    }
}

diesel::table! {
    people (id) {
        id -> crate::store::sql_types::Id,
        email -> Text,
        email_folded -> Text,
        name -> Text,
        language -> Nullable<Text>,
        password_hash -> Nullable<Text>,
        is_staff -> Bool,
        session_epoch -> BigInt,
        disabled_at -> Nullable<crate::store::sql_types::Instant>,
        created_at -> crate::store::sql_types::Instant,
    }
}

diesel::table! {
    memberships (id) {
        id -> crate::store::sql_types::Id,
        account_id -> crate::store::sql_types::Id,
        person_id -> crate::store::sql_types::Id,
        role -> Text,
        created_at -> crate::store::sql_types::Instant,
    }
}

diesel::table! {
    sessions (key_hash) {
        key_hash -> Text,
        state -> Text,
        created_at -> crate::store::sql_types::Instant,
        seen_at -> crate::store::sql_types::Instant,
    }
}

diesel::table! {
    password_resets (id) {
        id -> crate::store::sql_types::Id,
        person_id -> crate::store::sql_types::Id,
        token_hash -> Text,
        created_at -> crate::store::sql_types::Instant,
        expires_at -> crate::store::sql_types::Instant,
        used_at -> Nullable<crate::store::sql_types::Instant>,
    }
}

diesel::table! {
    attempts (id) {
        id -> crate::store::sql_types::Id,
        kind -> Text,
        address_hash -> Text,
        origin -> Text,
        tried_at -> crate::store::sql_types::Instant,
    }
}

diesel::table! {
    known_networks (address_hash, network) {
        address_hash -> Text,
        network -> Text,
        seen_at -> crate::store::sql_types::Instant,
    }
}

diesel::table! {
    reset_requests (id) {
        id -> crate::store::sql_types::Id,
        address_sealed -> Text,
        asked_at -> crate::store::sql_types::Instant,
        request_id -> Text,
    }
}

diesel::table! {
    products (id) {
        id -> crate::store::sql_types::Id,
        key -> Text,
        name -> Text,
        minimum_version -> Text,
        notice_days -> BigInt,
        created_at -> crate::store::sql_types::Instant,
        reconcile_after_days -> BigInt,
        charge_after_days -> BigInt,
        early_renewal_days -> BigInt,
        renewal_quantity -> Text,
        several_instances -> Text,
        programme_start -> Date,
        most_instances -> BigInt,
        published_at -> Nullable<crate::store::sql_types::Instant>,
    }
}

diesel::table! {
    prices (id) {
        id -> crate::store::sql_types::Id,
        product_id -> crate::store::sql_types::Id,
        tier -> Text,
        term_months -> BigInt,
        currency -> Text,
        from_day -> Date,
        per_seat_minor -> BigInt,
    }
}

diesel::table! {
    subscriptions (id) {
        id -> crate::store::sql_types::Id,
        account_id -> crate::store::sql_types::Id,
        number -> Text,
        product_id -> crate::store::sql_types::Id,
        tier -> Text,
        deployment -> Text,
        anchor -> Date,
        term_months -> BigInt,
        currency -> Text,
        opted_out -> Bool,
        code_hash -> Text,
        code_sealed -> Text,
        created_at -> crate::store::sql_types::Instant,
        cloud_licensed -> Bool,
        offline_quarterly -> Bool,
        worked_on -> Nullable<Date>,
        due_on -> Nullable<Date>,
        leased_until -> Nullable<crate::store::sql_types::Instant>,
    }
}

diesel::table! {
    terms (id) {
        id -> crate::store::sql_types::Id,
        account_id -> crate::store::sql_types::Id,
        subscription_id -> crate::store::sql_types::Id,
        term_index -> BigInt,
        starts_on -> Date,
        ends_on -> Date,
        seats -> BigInt,
        per_seat_minor -> BigInt,
        currency -> Text,
        mode -> Text,
        bought_at -> crate::store::sql_types::Instant,
        base_seats -> BigInt,
        annual_reason -> Nullable<Text>,
    }
}

diesel::table! {
    renewal_cancellations (id) {
        id -> crate::store::sql_types::Id,
        account_id -> crate::store::sql_types::Id,
        term_id -> crate::store::sql_types::Id,
        cancelled_by -> crate::store::sql_types::Id,
        cancelled_at -> crate::store::sql_types::Instant,
        reason -> Nullable<Text>,
        is_late -> Bool,
        withdrawn_by -> Nullable<crate::store::sql_types::Id>,
        withdrawn_at -> Nullable<crate::store::sql_types::Instant>,
    }
}

diesel::table! {
    late_requests (id) {
        id -> crate::store::sql_types::Id,
        account_id -> crate::store::sql_types::Id,
        term_id -> crate::store::sql_types::Id,
        asked_by -> crate::store::sql_types::Id,
        asked_at -> crate::store::sql_types::Instant,
        reason -> Nullable<Text>,
        decision -> Nullable<Text>,
        decided_by -> Nullable<crate::store::sql_types::Id>,
        decided_at -> Nullable<crate::store::sql_types::Instant>,
        answer -> Nullable<Text>,
    }
}

diesel::table! {
    licenses (id) {
        id -> crate::store::sql_types::Id,
        account_id -> crate::store::sql_types::Id,
        subscription_id -> crate::store::sql_types::Id,
        term_id -> crate::store::sql_types::Id,
        kind -> Text,
        starts_on -> Date,
        ends_on -> Date,
        seats -> BigInt,
        previous_seats -> Nullable<BigInt>,
        true_up -> Nullable<BigInt>,
        issued_at -> crate::store::sql_types::Instant,
    }
}

diesel::table! {
    instances (id) {
        id -> crate::store::sql_types::Id,
        account_id -> crate::store::sql_types::Id,
        subscription_id -> crate::store::sql_types::Id,
        hostname -> Text,
        environment -> Text,
        version -> Text,
        public_key -> Text,
        last_seq -> BigInt,
        term_max -> BigInt,
        last_report_at -> crate::store::sql_types::Instant,
        linked_at -> crate::store::sql_types::Instant,
        linked_by_person_id -> Nullable<crate::store::sql_types::Id>,
        reports_by -> Text,
        missed_told_at -> Nullable<crate::store::sql_types::Instant>,
        heard_at -> crate::store::sql_types::Instant,
        last_jti -> Text,
        update_policy -> Text,
        upgrade_asked_at -> Nullable<crate::store::sql_types::Instant>,
        upgrade_told_jti -> Nullable<Text>,
        unlinked_at -> Nullable<crate::store::sql_types::Instant>,
        keys_known -> BigInt,
        keys_sent -> BigInt,
    }
}

diesel::table! {
    received_ids (id) {
        id -> crate::store::sql_types::Id,
        account_id -> crate::store::sql_types::Id,
        subscription_id -> crate::store::sql_types::Id,
        instance_id -> crate::store::sql_types::Id,
        public_key -> Text,
        seq -> BigInt,
        jti -> Text,
        proves_code -> Bool,
        claims -> crate::store::sql_types::JsonDocument,
        received_by -> crate::store::sql_types::Id,
        received_at -> crate::store::sql_types::Instant,
        accepted_at -> Nullable<crate::store::sql_types::Instant>,
    }
}

diesel::table! {
    usage_reports (id) {
        id -> crate::store::sql_types::Id,
        account_id -> crate::store::sql_types::Id,
        instance_id -> crate::store::sql_types::Id,
        reported_at -> crate::store::sql_types::Instant,
        received_at -> crate::store::sql_types::Instant,
        active -> BigInt,
        inactive -> BigInt,
        billable -> BigInt,
        version -> Text,
        reported_max -> Nullable<BigInt>,
        message_id -> Nullable<crate::store::sql_types::Id>,
        came_by -> Text,
        environment -> Text,
    }
}

diesel::table! {
    alerts (id) {
        id -> crate::store::sql_types::Id,
        account_id -> Nullable<crate::store::sql_types::Id>,
        instance_id -> Nullable<crate::store::sql_types::Id>,
        noticed_at -> crate::store::sql_types::Instant,
        detail -> Text,
        closed_at -> Nullable<crate::store::sql_types::Instant>,
        kind -> Text,
    }
}

diesel::table! {
    tokens (id) {
        id -> crate::store::sql_types::Id,
        account_id -> crate::store::sql_types::Id,
        instance_id -> crate::store::sql_types::Id,
        content_hash -> Text,
        body -> Text,
        made_by -> crate::store::sql_types::Id,
        made_at -> crate::store::sql_types::Instant,
        answers_seq -> BigInt,
    }
}

diesel::table! {
    portal_keys (id) {
        id -> crate::store::sql_types::Id,
        kid -> Text,
        usage -> Text,
        generation -> BigInt,
        public_jwk -> crate::store::sql_types::JsonDocument,
        private_sealed -> Text,
        created_at -> crate::store::sql_types::Instant,
        signing_since -> Nullable<crate::store::sql_types::Instant>,
        retired_at -> Nullable<crate::store::sql_types::Instant>,
    }
}

diesel::table! {
    emails (id) {
        id -> crate::store::sql_types::Id,
        account_id -> Nullable<crate::store::sql_types::Id>,
        kind -> Text,
        recipient -> Text,
        message_id -> Text,
        envelope -> crate::store::sql_types::JsonDocument,
        queued_at -> crate::store::sql_types::Instant,
        due_at -> crate::store::sql_types::Instant,
        attempts -> BigInt,
        leased_until -> Nullable<crate::store::sql_types::Instant>,
        sent_at -> Nullable<crate::store::sql_types::Instant>,
        refused_at -> Nullable<crate::store::sql_types::Instant>,
        last_error -> Nullable<Text>,
        reader -> Nullable<Text>,
        person_id -> Nullable<crate::store::sql_types::Id>,
        subscription_id -> Nullable<crate::store::sql_types::Id>,
        secret_sealed -> Nullable<Text>,
        priority -> BigInt,
        waits_since -> crate::store::sql_types::Instant,
        stands_from -> Nullable<crate::store::sql_types::Instant>,
        slim_at -> Nullable<crate::store::sql_types::Instant>,
        instance_id -> Nullable<crate::store::sql_types::Id>,
    }
}

diesel::table! {
    audit_entries (id) {
        id -> crate::store::sql_types::Id,
        happened_at -> crate::store::sql_types::Instant,
        event -> Text,
        actor -> Text,
        account_id -> Nullable<crate::store::sql_types::Id>,
        subject -> Text,
        before -> Nullable<crate::store::sql_types::JsonDocument>,
        after -> Nullable<crate::store::sql_types::JsonDocument>,
        request_id -> Text,
    }
}

diesel::table! {
    pauses (id) {
        id -> crate::store::sql_types::Id,
        account_id -> crate::store::sql_types::Id,
        subscription_id -> crate::store::sql_types::Id,
        paused_by -> Nullable<crate::store::sql_types::Id>,
        paused_at -> crate::store::sql_types::Instant,
        reason -> Text,
        resumed_by -> Nullable<crate::store::sql_types::Id>,
        resumed_at -> Nullable<crate::store::sql_types::Instant>,
    }
}

diesel::table! {
    use diesel::sql_types::*;

    /// Late counts billed with a reconciliation (R6a).
    late_lines (reconciliation_id, quarter, account_id) {
        reconciliation_id -> crate::store::sql_types::Id,
        account_id -> crate::store::sql_types::Id,
        quarter -> BigInt,
        quarter_max -> BigInt,
        max_on -> Date,
        seats_before -> BigInt,
        overage -> BigInt,
        remaining_quarters -> BigInt,
        amount_minor -> BigInt,
        currency -> Text,
    }
}

diesel::table! {
    reconciliations (id) {
        id -> crate::store::sql_types::Id,
        account_id -> crate::store::sql_types::Id,
        subscription_id -> crate::store::sql_types::Id,
        term_id -> crate::store::sql_types::Id,
        quarter -> BigInt,
        state -> Text,
        reason -> Nullable<Text>,
        quarter_max -> Nullable<BigInt>,
        max_on -> Nullable<Date>,
        is_corrected -> Bool,
        seats_before -> BigInt,
        overage -> BigInt,
        per_seat_minor -> BigInt,
        remaining_quarters -> BigInt,
        amount_minor -> BigInt,
        currency -> Text,
        notified_on -> Nullable<Date>,
        first_charge_on -> Nullable<Date>,
        next_charge_on -> Nullable<Date>,
        charged_on -> Nullable<Date>,
        seats_after -> BigInt,
        created_at -> crate::store::sql_types::Instant,
    }
}

diesel::table! {
    disputes (id) {
        id -> crate::store::sql_types::Id,
        account_id -> crate::store::sql_types::Id,
        reconciliation_id -> crate::store::sql_types::Id,
        raised_by -> Nullable<crate::store::sql_types::Id>,
        raised_at -> crate::store::sql_types::Instant,
        reason -> Nullable<Text>,
        outcome -> Nullable<Text>,
        ended_by -> Nullable<crate::store::sql_types::Id>,
        ended_at -> Nullable<crate::store::sql_types::Instant>,
        answer -> Nullable<Text>,
    }
}

diesel::table! {
    seat_changes (id) {
        id -> crate::store::sql_types::Id,
        account_id -> crate::store::sql_types::Id,
        subscription_id -> crate::store::sql_types::Id,
        term_id -> crate::store::sql_types::Id,
        kind -> Text,
        subject_id -> crate::store::sql_types::Id,
        seats -> BigInt,
        effective_on -> Date,
        changed_at -> crate::store::sql_types::Instant,
    }
}

diesel::table! {
    renewals (id) {
        id -> crate::store::sql_types::Id,
        account_id -> crate::store::sql_types::Id,
        subscription_id -> crate::store::sql_types::Id,
        term_id -> crate::store::sql_types::Id,
        next_term_id -> Nullable<crate::store::sql_types::Id>,
        how -> Text,
        state -> Text,
        reason -> Nullable<Text>,
        renewed_on -> Date,
        seats -> BigInt,
        active -> Nullable<BigInt>,
        q4_max -> Nullable<BigInt>,
        per_seat_minor -> BigInt,
        amount_minor -> BigInt,
        currency -> Text,
        next_charge_on -> Nullable<Date>,
        created_at -> crate::store::sql_types::Instant,
    }
}

diesel::table! {
    true_ups (id) {
        id -> crate::store::sql_types::Id,
        account_id -> crate::store::sql_types::Id,
        subscription_id -> crate::store::sql_types::Id,
        term_id -> crate::store::sql_types::Id,
        kind -> Text,
        quarter -> BigInt,
        term_max -> BigInt,
        max_on -> Date,
        seats -> BigInt,
        quantity -> BigInt,
        per_seat_minor -> BigInt,
        months -> BigInt,
        credited_minor -> BigInt,
        amount_minor -> BigInt,
        currency -> Text,
        due_on -> Date,
        created_at -> crate::store::sql_types::Instant,
    }
}

diesel::table! {
    orders (id) {
        id -> crate::store::sql_types::Id,
        account_id -> crate::store::sql_types::Id,
        subscription_id -> crate::store::sql_types::Id,
        term_id -> crate::store::sql_types::Id,
        kind -> Text,
        form_key -> Text,
        seats -> BigInt,
        per_seat_minor -> BigInt,
        days -> Nullable<BigInt>,
        amount_minor -> BigInt,
        currency -> Text,
        state -> Text,
        ordered_by -> Nullable<crate::store::sql_types::Id>,
        ordered_at -> crate::store::sql_types::Instant,
        ended_at -> Nullable<crate::store::sql_types::Instant>,
    }
}

diesel::table! {
    cards (id) {
        id -> crate::store::sql_types::Id,
        account_id -> crate::store::sql_types::Id,
        reference_sealed -> Text,
        last_digits -> Text,
        added_by -> Nullable<crate::store::sql_types::Id>,
        added_at -> crate::store::sql_types::Instant,
        removed_at -> Nullable<crate::store::sql_types::Instant>,
    }
}

diesel::table! {
    payments (id) {
        id -> crate::store::sql_types::Id,
        account_id -> crate::store::sql_types::Id,
        subscription_id -> crate::store::sql_types::Id,
        purpose -> Text,
        subject_id -> crate::store::sql_types::Id,
        attempt -> BigInt,
        card_id -> crate::store::sql_types::Id,
        amount_minor -> BigInt,
        currency -> Text,
        due_on -> Date,
        created_at -> crate::store::sql_types::Instant,
        ask_at -> crate::store::sql_types::Instant,
        leased_until -> Nullable<crate::store::sql_types::Instant>,
        succeeded_at -> Nullable<crate::store::sql_types::Instant>,
        declined_at -> Nullable<crate::store::sql_types::Instant>,
        reference -> Nullable<Text>,
    }
}

diesel::table! {
    local_charges (key) {
        key -> Text,
        card -> Text,
        amount_minor -> BigInt,
        currency -> Text,
        outcome -> Text,
        asked -> BigInt,
    }
}

diesel::table! {
    number_series (name) {
        name -> Text,
        last -> BigInt,
    }
}

diesel::table! {
    invoices (id) {
        id -> crate::store::sql_types::Id,
        account_id -> crate::store::sql_types::Id,
        subscription_id -> crate::store::sql_types::Id,
        number -> Text,
        series -> Text,
        serial -> BigInt,
        kind -> Text,
        subject_id -> crate::store::sql_types::Id,
        corrects_id -> Nullable<crate::store::sql_types::Id>,
        issued_on -> Date,
        issued_at -> crate::store::sql_types::Instant,
        due_on -> Date,
        net_minor -> BigInt,
        tax_basis_points -> BigInt,
        tax_minor -> BigInt,
        total_minor -> BigInt,
        currency -> Text,
        content -> crate::store::sql_types::JsonDocument,
        content_hash -> Text,
    }
}

diesel::table! {
    invoice_lines (invoice_id, position, account_id) {
        invoice_id -> crate::store::sql_types::Id,
        account_id -> crate::store::sql_types::Id,
        position -> BigInt,
        kind -> Text,
        quantity -> BigInt,
        per_seat_minor -> BigInt,
        amount_minor -> BigInt,
        currency -> Text,
        basis -> crate::store::sql_types::JsonDocument,
    }
}

diesel::table! {
    invoice_payments (invoice_id, account_id) {
        invoice_id -> crate::store::sql_types::Id,
        account_id -> crate::store::sql_types::Id,
        paid_on -> Date,
        payment_id -> Nullable<crate::store::sql_types::Id>,
        noted_by -> Nullable<crate::store::sql_types::Id>,
        noted_at -> crate::store::sql_types::Instant,
    }
}

diesel::table! {
    invoice_links (id) {
        id -> crate::store::sql_types::Id,
        account_id -> crate::store::sql_types::Id,
        invoice_id -> crate::store::sql_types::Id,
        token_hash -> Text,
        created_at -> crate::store::sql_types::Instant,
        expires_at -> crate::store::sql_types::Instant,
        revoked_at -> Nullable<crate::store::sql_types::Instant>,
    }
}

diesel::table! {
    contacts (id) {
        id -> crate::store::sql_types::Id,
        account_id -> crate::store::sql_types::Id,
        role -> Text,
        email -> Text,
        email_folded -> Text,
        name -> Text,
        language -> Nullable<Text>,
        added_at -> crate::store::sql_types::Instant,
        confirmed_at -> Nullable<crate::store::sql_types::Instant>,
        refused_at -> Nullable<crate::store::sql_types::Instant>,
    }
}

diesel::table! {
    address_confirmations (id) {
        id -> crate::store::sql_types::Id,
        account_id -> crate::store::sql_types::Id,
        email_folded -> Text,
        token_hash -> Text,
        created_at -> crate::store::sql_types::Instant,
        expires_at -> crate::store::sql_types::Instant,
    }
}

diesel::table! {
    reported_days (instance_id, day, reported_max, account_id) {
        instance_id -> crate::store::sql_types::Id,
        account_id -> crate::store::sql_types::Id,
        day -> Date,
        reported_max -> BigInt,
        known_at -> crate::store::sql_types::Instant,
    }
}

diesel::table! {
    usage_days (instance_id, day, billable, account_id) {
        instance_id -> crate::store::sql_types::Id,
        account_id -> crate::store::sql_types::Id,
        day -> Date,
        billable -> BigInt,
        known_at -> crate::store::sql_types::Instant,
    }
}

diesel::table! {
    sync_answers (instance_id, account_id) {
        instance_id -> crate::store::sql_types::Id,
        account_id -> crate::store::sql_types::Id,
        jti -> Text,
        token -> Text,
        made_at -> crate::store::sql_types::Instant,
    }
}

diesel::table! {
    messages (received_at, id, account_id) {
        id -> crate::store::sql_types::Id,
        account_id -> crate::store::sql_types::Id,
        received_at -> crate::store::sql_types::Instant,
        instance_id -> crate::store::sql_types::Id,
        claims -> crate::store::sql_types::JsonDocument,
    }
}

diesel::table! {
    releases (id) {
        id -> crate::store::sql_types::Id,
        product_id -> crate::store::sql_types::Id,
        version -> Text,
        released_on -> Date,
        notes_url -> Nullable<Text>,
    }
}

diesel::table! {
    advisories (id) {
        id -> crate::store::sql_types::Id,
        product_id -> crate::store::sql_types::Id,
        name -> Text,
        severity -> Text,
        title -> Text,
        url -> Nullable<Text>,
        published_on -> Date,
        affected -> crate::store::sql_types::JsonDocument,
        spread_at -> Nullable<crate::store::sql_types::Instant>,
    }
}

diesel::table! {
    advisory_notices (advisory_id, instance_id, account_id) {
        advisory_id -> crate::store::sql_types::Id,
        account_id -> crate::store::sql_types::Id,
        instance_id -> crate::store::sql_types::Id,
        told_at -> crate::store::sql_types::Instant,
    }
}

diesel::table! {
    support_times (product_id, tier, urgency) {
        product_id -> crate::store::sql_types::Id,
        tier -> Text,
        urgency -> Text,
        answer_minutes -> BigInt,
        around_the_clock -> Bool,
    }
}

diesel::joinable!(memberships -> accounts (account_id));
diesel::joinable!(memberships -> people (person_id));
diesel::joinable!(password_resets -> people (person_id));
diesel::joinable!(prices -> products (product_id));
diesel::joinable!(subscriptions -> accounts (account_id));
diesel::joinable!(subscriptions -> products (product_id));
diesel::joinable!(terms -> subscriptions (subscription_id));
diesel::joinable!(renewal_cancellations -> terms (term_id));
diesel::joinable!(late_requests -> terms (term_id));
diesel::joinable!(licenses -> subscriptions (subscription_id));
diesel::joinable!(licenses -> terms (term_id));
diesel::joinable!(instances -> accounts (account_id));
diesel::joinable!(instances -> subscriptions (subscription_id));
diesel::joinable!(received_ids -> accounts (account_id));
diesel::joinable!(received_ids -> subscriptions (subscription_id));
diesel::joinable!(received_ids -> people (received_by));
diesel::joinable!(usage_reports -> accounts (account_id));
diesel::joinable!(usage_reports -> instances (instance_id));
diesel::joinable!(alerts -> accounts (account_id));
diesel::joinable!(alerts -> instances (instance_id));
diesel::joinable!(tokens -> accounts (account_id));
diesel::joinable!(tokens -> instances (instance_id));
diesel::joinable!(tokens -> people (made_by));
diesel::joinable!(emails -> accounts (account_id));
diesel::joinable!(audit_entries -> accounts (account_id));
diesel::joinable!(instances -> people (linked_by_person_id));
diesel::joinable!(usage_reports -> received_ids (message_id));
diesel::joinable!(emails -> subscriptions (subscription_id));
diesel::joinable!(emails -> people (person_id));
diesel::joinable!(pauses -> subscriptions (subscription_id));
diesel::joinable!(reconciliations -> terms (term_id));
diesel::joinable!(reconciliations -> subscriptions (subscription_id));
diesel::joinable!(disputes -> reconciliations (reconciliation_id));
diesel::joinable!(late_lines -> reconciliations (reconciliation_id));
diesel::joinable!(seat_changes -> terms (term_id));
diesel::joinable!(seat_changes -> subscriptions (subscription_id));
diesel::joinable!(renewals -> subscriptions (subscription_id));
diesel::joinable!(true_ups -> terms (term_id));
diesel::joinable!(true_ups -> subscriptions (subscription_id));
diesel::joinable!(orders -> people (ordered_by));
diesel::joinable!(orders -> terms (term_id));
diesel::joinable!(orders -> subscriptions (subscription_id));
diesel::joinable!(orders -> accounts (account_id));
diesel::joinable!(cards -> people (added_by));
diesel::joinable!(cards -> accounts (account_id));
diesel::joinable!(payments -> cards (card_id));
diesel::joinable!(payments -> subscriptions (subscription_id));
diesel::joinable!(payments -> accounts (account_id));
diesel::joinable!(invoices -> subscriptions (subscription_id));
diesel::joinable!(invoices -> accounts (account_id));
diesel::joinable!(invoice_lines -> invoices (invoice_id));
diesel::joinable!(invoice_payments -> people (noted_by));
diesel::joinable!(invoice_payments -> payments (payment_id));
diesel::joinable!(invoice_payments -> invoices (invoice_id));
diesel::joinable!(invoice_links -> invoices (invoice_id));
diesel::joinable!(contacts -> accounts (account_id));
diesel::joinable!(address_confirmations -> accounts (account_id));
diesel::joinable!(usage_days -> instances (instance_id));
diesel::joinable!(reported_days -> instances (instance_id));
diesel::joinable!(sync_answers -> instances (instance_id));
diesel::joinable!(messages -> instances (instance_id));
diesel::joinable!(releases -> products (product_id));
diesel::joinable!(advisories -> products (product_id));
diesel::joinable!(advisory_notices -> advisories (advisory_id));
diesel::joinable!(advisory_notices -> instances (instance_id));
diesel::joinable!(support_times -> products (product_id));

diesel::allow_tables_to_appear_in_same_query!(
    late_lines,
    accounts,
    people,
    memberships,
    sessions,
    password_resets,
    attempts,
    known_networks,
    reset_requests,
    products,
    prices,
    subscriptions,
    terms,
    renewal_cancellations,
    late_requests,
    licenses,
    instances,
    received_ids,
    usage_reports,
    alerts,
    tokens,
    portal_keys,
    emails,
    audit_entries,
    pauses,
    reconciliations,
    disputes,
    seat_changes,
    renewals,
    true_ups,
    orders,
    cards,
    payments,
    local_charges,
    number_series,
    invoices,
    invoice_lines,
    invoice_payments,
    invoice_links,
    contacts,
    address_confirmations,
    usage_days,
    reported_days,
    sync_answers,
    messages,
    releases,
    advisories,
    advisory_notices,
    support_times,
);

//! The tables as diesel sees them; `tests/it/schema.rs` compares them with both live databases.

diesel::table! {
    /// `accounts`.
    accounts (id) {
        /// `id`.
        id -> crate::store::sql_types::Id,
        /// `number`.
        number -> Text,
        /// `name`.
        name -> Text,
        /// `language`.
        language -> Text,
        /// `payment`.
        payment -> Text,
        /// `reseller`.
        reseller -> Nullable<Text>,
        /// `created_at`.
        created_at -> crate::store::sql_types::Instant,
        /// `address`.
        address -> Text,
        /// `vat_id`.
        vat_id -> Nullable<Text>,
        /// `tax_basis_points`.
        tax_basis_points -> BigInt,
        /// `po_required`.
        po_required -> Bool,
        /// `public_sector`.
        public_sector -> Bool,
    }
}

diesel::table! {
    /// `people`.
    people (id) {
        /// `id`.
        id -> crate::store::sql_types::Id,
        /// `email`.
        email -> Text,
        /// `email_folded`.
        email_folded -> Text,
        /// `name`.
        name -> Text,
        /// `language`.
        language -> Nullable<Text>,
        /// `password_hash`.
        password_hash -> Nullable<Text>,
        /// `is_staff`.
        is_staff -> Bool,
        /// `session_epoch`.
        session_epoch -> BigInt,
        /// `disabled_at`.
        disabled_at -> Nullable<crate::store::sql_types::Instant>,
        /// `created_at`.
        created_at -> crate::store::sql_types::Instant,
    }
}

diesel::table! {
    /// `memberships`.
    memberships (id) {
        /// `id`.
        id -> crate::store::sql_types::Id,
        /// `account_id`.
        account_id -> crate::store::sql_types::Id,
        /// `person_id`.
        person_id -> crate::store::sql_types::Id,
        /// `role`.
        role -> Text,
        /// `created_at`.
        created_at -> crate::store::sql_types::Instant,
    }
}

diesel::table! {
    /// `sessions`.
    sessions (key_hash) {
        /// `key_hash`.
        key_hash -> Text,
        /// `state`.
        state -> Text,
        /// `created_at`.
        created_at -> crate::store::sql_types::Instant,
        /// `seen_at`.
        seen_at -> crate::store::sql_types::Instant,
    }
}

diesel::table! {
    /// `password_resets`.
    password_resets (id) {
        /// `id`.
        id -> crate::store::sql_types::Id,
        /// `person_id`.
        person_id -> crate::store::sql_types::Id,
        /// `token_hash`.
        token_hash -> Text,
        /// `created_at`.
        created_at -> crate::store::sql_types::Instant,
        /// `expires_at`.
        expires_at -> crate::store::sql_types::Instant,
        /// `used_at`.
        used_at -> Nullable<crate::store::sql_types::Instant>,
    }
}

diesel::table! {
    /// `attempts`.
    attempts (id) {
        /// `id`.
        id -> crate::store::sql_types::Id,
        /// `kind`.
        kind -> Text,
        /// `address_hash`.
        address_hash -> Text,
        /// `origin`.
        origin -> Text,
        /// `tried_at`.
        tried_at -> crate::store::sql_types::Instant,
    }
}

diesel::table! {
    /// `known_networks`.
    known_networks (address_hash, network) {
        /// `address_hash`.
        address_hash -> Text,
        /// `network`.
        network -> Text,
        /// `seen_at`.
        seen_at -> crate::store::sql_types::Instant,
    }
}

diesel::table! {
    /// `reset_requests`.
    reset_requests (id) {
        /// `id`.
        id -> crate::store::sql_types::Id,
        /// `address_sealed`.
        address_sealed -> Text,
        /// `asked_at`.
        asked_at -> crate::store::sql_types::Instant,
        /// `request_id`.
        request_id -> Text,
    }
}

diesel::table! {
    /// `products`.
    products (id) {
        /// `id`.
        id -> crate::store::sql_types::Id,
        /// `key`.
        key -> Text,
        /// `name`.
        name -> Text,
        /// `minimum_version`.
        minimum_version -> Text,
        /// `notice_days`.
        notice_days -> BigInt,
        /// `created_at`.
        created_at -> crate::store::sql_types::Instant,
        /// `settle_after_days`.
        settle_after_days -> BigInt,
        /// `charge_after_days`.
        charge_after_days -> BigInt,
        /// `early_renewal_days`.
        early_renewal_days -> BigInt,
        /// `renewal_quantity`.
        renewal_quantity -> Text,
        /// `several_instances`.
        several_instances -> Text,
        /// `programme_start`.
        programme_start -> Date,
        /// `most_instances`.
        most_instances -> BigInt,
        /// `published_at`.
        published_at -> Nullable<crate::store::sql_types::Instant>,
    }
}

diesel::table! {
    /// `prices`.
    prices (id) {
        /// `id`.
        id -> crate::store::sql_types::Id,
        /// `product_id`.
        product_id -> crate::store::sql_types::Id,
        /// `tier`.
        tier -> Text,
        /// `term_months`.
        term_months -> BigInt,
        /// `currency`.
        currency -> Text,
        /// `from_day`.
        from_day -> Date,
        /// `per_seat_minor`.
        per_seat_minor -> BigInt,
    }
}

diesel::table! {
    /// `subscriptions`.
    subscriptions (id) {
        /// `id`.
        id -> crate::store::sql_types::Id,
        /// `account_id`.
        account_id -> crate::store::sql_types::Id,
        /// `number`.
        number -> Text,
        /// `product_id`.
        product_id -> crate::store::sql_types::Id,
        /// `tier`.
        tier -> Text,
        /// `deployment`.
        deployment -> Text,
        /// `anchor`.
        anchor -> Date,
        /// `term_months`.
        term_months -> BigInt,
        /// `currency`.
        currency -> Text,
        /// `opted_out`.
        opted_out -> Bool,
        /// `code_hash`.
        code_hash -> Text,
        /// `code_sealed`.
        code_sealed -> Text,
        /// `created_at`.
        created_at -> crate::store::sql_types::Instant,
        /// `cloud_licensed`.
        cloud_licensed -> Bool,
        /// `offline_quarterly`.
        offline_quarterly -> Bool,
        /// `worked_on`.
        worked_on -> Nullable<Date>,
        /// `due_on`.
        due_on -> Nullable<Date>,
        /// `leased_until`.
        leased_until -> Nullable<crate::store::sql_types::Instant>,
    }
}

diesel::table! {
    /// `terms`.
    terms (id) {
        /// `id`.
        id -> crate::store::sql_types::Id,
        /// `account_id`.
        account_id -> crate::store::sql_types::Id,
        /// `subscription_id`.
        subscription_id -> crate::store::sql_types::Id,
        /// `term_index`.
        term_index -> BigInt,
        /// `starts_on`.
        starts_on -> Date,
        /// `ends_on`.
        ends_on -> Date,
        /// `seats`.
        seats -> BigInt,
        /// `per_seat_minor`.
        per_seat_minor -> BigInt,
        /// `currency`.
        currency -> Text,
        /// `mode`.
        mode -> Text,
        /// `bought_at`.
        bought_at -> crate::store::sql_types::Instant,
        /// `base_seats`.
        base_seats -> BigInt,
        /// `annual_reason`.
        annual_reason -> Nullable<Text>,
    }
}

diesel::table! {
    /// `renewal_cancellations`.
    renewal_cancellations (id) {
        /// `id`.
        id -> crate::store::sql_types::Id,
        /// `account_id`.
        account_id -> crate::store::sql_types::Id,
        /// `term_id`.
        term_id -> crate::store::sql_types::Id,
        /// `cancelled_by`.
        cancelled_by -> crate::store::sql_types::Id,
        /// `cancelled_at`.
        cancelled_at -> crate::store::sql_types::Instant,
        /// `reason`.
        reason -> Nullable<Text>,
        /// `is_late`.
        is_late -> Bool,
        /// `withdrawn_by`.
        withdrawn_by -> Nullable<crate::store::sql_types::Id>,
        /// `withdrawn_at`.
        withdrawn_at -> Nullable<crate::store::sql_types::Instant>,
    }
}

diesel::table! {
    /// `late_requests`.
    late_requests (id) {
        /// `id`.
        id -> crate::store::sql_types::Id,
        /// `account_id`.
        account_id -> crate::store::sql_types::Id,
        /// `term_id`.
        term_id -> crate::store::sql_types::Id,
        /// `asked_by`.
        asked_by -> crate::store::sql_types::Id,
        /// `asked_at`.
        asked_at -> crate::store::sql_types::Instant,
        /// `reason`.
        reason -> Nullable<Text>,
        /// `decision`.
        decision -> Nullable<Text>,
        /// `decided_by`.
        decided_by -> Nullable<crate::store::sql_types::Id>,
        /// `decided_at`.
        decided_at -> Nullable<crate::store::sql_types::Instant>,
        /// `answer`.
        answer -> Nullable<Text>,
    }
}

diesel::table! {
    /// `licenses`.
    licenses (id) {
        /// `id`.
        id -> crate::store::sql_types::Id,
        /// `account_id`.
        account_id -> crate::store::sql_types::Id,
        /// `subscription_id`.
        subscription_id -> crate::store::sql_types::Id,
        /// `term_id`.
        term_id -> crate::store::sql_types::Id,
        /// `kind`.
        kind -> Text,
        /// `starts_on`.
        starts_on -> Date,
        /// `ends_on`.
        ends_on -> Date,
        /// `seats`.
        seats -> BigInt,
        /// `previous_seats`.
        previous_seats -> Nullable<BigInt>,
        /// `true_up`.
        true_up -> Nullable<BigInt>,
        /// `issued_at`.
        issued_at -> crate::store::sql_types::Instant,
    }
}

diesel::table! {
    /// `instances`.
    instances (id) {
        /// `id`.
        id -> crate::store::sql_types::Id,
        /// `account_id`.
        account_id -> crate::store::sql_types::Id,
        /// `subscription_id`.
        subscription_id -> crate::store::sql_types::Id,
        /// `hostname`.
        hostname -> Text,
        /// `environment`.
        environment -> Text,
        /// `version`.
        version -> Text,
        /// `public_key`.
        public_key -> Text,
        /// `last_seq`.
        last_seq -> BigInt,
        /// `term_max`.
        term_max -> BigInt,
        /// `last_report_at`.
        last_report_at -> crate::store::sql_types::Instant,
        /// `linked_at`.
        linked_at -> crate::store::sql_types::Instant,
        /// `linked_by_person_id`.
        linked_by_person_id -> Nullable<crate::store::sql_types::Id>,
        /// `reports_by`.
        reports_by -> Text,
        /// `missed_told_at`.
        missed_told_at -> Nullable<crate::store::sql_types::Instant>,
        /// `heard_at`.
        heard_at -> crate::store::sql_types::Instant,
        /// `last_jti`.
        last_jti -> Text,
        /// `update_policy`.
        update_policy -> Text,
        /// `upgrade_asked_at`.
        upgrade_asked_at -> Nullable<crate::store::sql_types::Instant>,
        /// `upgrade_told_jti`.
        upgrade_told_jti -> Nullable<Text>,
        /// `unlinked_at`.
        unlinked_at -> Nullable<crate::store::sql_types::Instant>,
        /// `keys_known`.
        keys_known -> BigInt,
        /// `keys_sent`.
        keys_sent -> BigInt,
    }
}

diesel::table! {
    /// `received_ids`.
    received_ids (id) {
        /// `id`.
        id -> crate::store::sql_types::Id,
        /// `account_id`.
        account_id -> crate::store::sql_types::Id,
        /// `subscription_id`.
        subscription_id -> crate::store::sql_types::Id,
        /// `instance_id`.
        instance_id -> crate::store::sql_types::Id,
        /// `public_key`.
        public_key -> Text,
        /// `seq`.
        seq -> BigInt,
        /// `jti`.
        jti -> Text,
        /// `proves_code`.
        proves_code -> Bool,
        /// `claims`.
        claims -> crate::store::sql_types::Document,
        /// `received_by`.
        received_by -> crate::store::sql_types::Id,
        /// `received_at`.
        received_at -> crate::store::sql_types::Instant,
        /// `taken_at`.
        taken_at -> Nullable<crate::store::sql_types::Instant>,
    }
}

diesel::table! {
    /// `usage_reports`.
    usage_reports (id) {
        /// `id`.
        id -> crate::store::sql_types::Id,
        /// `account_id`.
        account_id -> crate::store::sql_types::Id,
        /// `instance_id`.
        instance_id -> crate::store::sql_types::Id,
        /// `reported_at`.
        reported_at -> crate::store::sql_types::Instant,
        /// `received_at`.
        received_at -> crate::store::sql_types::Instant,
        /// `active`.
        active -> BigInt,
        /// `inactive`.
        inactive -> BigInt,
        /// `billable`.
        billable -> BigInt,
        /// `version`.
        version -> Text,
        /// `told_max`.
        told_max -> Nullable<BigInt>,
        /// `message_id`.
        message_id -> Nullable<crate::store::sql_types::Id>,
        /// `came_by`.
        came_by -> Text,
    }
}

diesel::table! {
    /// `flags`.
    flags (id) {
        /// `id`.
        id -> crate::store::sql_types::Id,
        /// `account_id`.
        account_id -> Nullable<crate::store::sql_types::Id>,
        /// `instance_id`.
        instance_id -> Nullable<crate::store::sql_types::Id>,
        /// `noticed_at`.
        noticed_at -> crate::store::sql_types::Instant,
        /// `detail`.
        detail -> Text,
        /// `closed_at`.
        closed_at -> Nullable<crate::store::sql_types::Instant>,
        /// `kind`.
        kind -> Text,
    }
}

diesel::table! {
    /// `tokens`.
    tokens (id) {
        /// `id`.
        id -> crate::store::sql_types::Id,
        /// `account_id`.
        account_id -> crate::store::sql_types::Id,
        /// `instance_id`.
        instance_id -> crate::store::sql_types::Id,
        /// `content_hash`.
        content_hash -> Text,
        /// `body`.
        body -> Text,
        /// `made_by`.
        made_by -> crate::store::sql_types::Id,
        /// `made_at`.
        made_at -> crate::store::sql_types::Instant,
        /// `answers_seq`.
        answers_seq -> BigInt,
    }
}

diesel::table! {
    /// `portal_keys`.
    portal_keys (id) {
        /// `id`.
        id -> crate::store::sql_types::Id,
        /// `kid`.
        kid -> Text,
        /// `usage`.
        usage -> Text,
        /// `generation`.
        generation -> BigInt,
        /// `public_jwk`.
        public_jwk -> crate::store::sql_types::Document,
        /// `private_sealed`.
        private_sealed -> Text,
        /// `created_at`.
        created_at -> crate::store::sql_types::Instant,
        /// `signing_since`.
        signing_since -> Nullable<crate::store::sql_types::Instant>,
        /// `retired_at`.
        retired_at -> Nullable<crate::store::sql_types::Instant>,
    }
}

diesel::table! {
    /// `letters`.
    letters (id) {
        /// `id`.
        id -> crate::store::sql_types::Id,
        /// `account_id`.
        account_id -> Nullable<crate::store::sql_types::Id>,
        /// `kind`.
        kind -> Text,
        /// `recipient`.
        recipient -> Text,
        /// `message_id`.
        message_id -> Text,
        /// `envelope`.
        envelope -> crate::store::sql_types::Document,
        /// `queued_at`.
        queued_at -> crate::store::sql_types::Instant,
        /// `due_at`.
        due_at -> crate::store::sql_types::Instant,
        /// `attempts`.
        attempts -> BigInt,
        /// `leased_until`.
        leased_until -> Nullable<crate::store::sql_types::Instant>,
        /// `sent_at`.
        sent_at -> Nullable<crate::store::sql_types::Instant>,
        /// `refused_at`.
        refused_at -> Nullable<crate::store::sql_types::Instant>,
        /// `last_error`.
        last_error -> Nullable<Text>,
        /// `reader`.
        reader -> Nullable<Text>,
        /// `person_id`.
        person_id -> Nullable<crate::store::sql_types::Id>,
        /// `subscription_id`.
        subscription_id -> Nullable<crate::store::sql_types::Id>,
        /// `secret_sealed`.
        secret_sealed -> Nullable<Text>,
        /// `priority`.
        priority -> BigInt,
        /// `waits_since`.
        waits_since -> crate::store::sql_types::Instant,
        /// `stands_from`.
        stands_from -> Nullable<crate::store::sql_types::Instant>,
        /// `slim_at`.
        slim_at -> Nullable<crate::store::sql_types::Instant>,
        /// `instance_id`.
        instance_id -> Nullable<crate::store::sql_types::Id>,
    }
}

diesel::table! {
    /// `audit_entries`.
    audit_entries (id) {
        /// `id`.
        id -> crate::store::sql_types::Id,
        /// `happened_at`.
        happened_at -> crate::store::sql_types::Instant,
        /// `event`.
        event -> Text,
        /// `actor`.
        actor -> Text,
        /// `account_id`.
        account_id -> Nullable<crate::store::sql_types::Id>,
        /// `subject`.
        subject -> Text,
        /// `before`.
        before -> Nullable<crate::store::sql_types::Document>,
        /// `after`.
        after -> Nullable<crate::store::sql_types::Document>,
        /// `request_id`.
        request_id -> Text,
    }
}

diesel::table! {
    /// `holds`.
    holds (id) {
        /// `id`.
        id -> crate::store::sql_types::Id,
        /// `account_id`.
        account_id -> crate::store::sql_types::Id,
        /// `subscription_id`.
        subscription_id -> crate::store::sql_types::Id,
        /// `placed_by`.
        placed_by -> Nullable<crate::store::sql_types::Id>,
        /// `placed_at`.
        placed_at -> crate::store::sql_types::Instant,
        /// `reason`.
        reason -> Text,
        /// `lifted_by`.
        lifted_by -> Nullable<crate::store::sql_types::Id>,
        /// `lifted_at`.
        lifted_at -> Nullable<crate::store::sql_types::Instant>,
    }
}

diesel::table! {
    /// `settlements`.
    settlements (id) {
        /// `id`.
        id -> crate::store::sql_types::Id,
        /// `account_id`.
        account_id -> crate::store::sql_types::Id,
        /// `subscription_id`.
        subscription_id -> crate::store::sql_types::Id,
        /// `term_id`.
        term_id -> crate::store::sql_types::Id,
        /// `quarter`.
        quarter -> BigInt,
        /// `state`.
        state -> Text,
        /// `reason`.
        reason -> Nullable<Text>,
        /// `quarter_max`.
        quarter_max -> Nullable<BigInt>,
        /// `max_on`.
        max_on -> Nullable<Date>,
        /// `seats_before`.
        seats_before -> BigInt,
        /// `overage`.
        overage -> BigInt,
        /// `per_seat_minor`.
        per_seat_minor -> BigInt,
        /// `remaining_quarters`.
        remaining_quarters -> BigInt,
        /// `amount_minor`.
        amount_minor -> BigInt,
        /// `currency`.
        currency -> Text,
        /// `notified_on`.
        notified_on -> Nullable<Date>,
        /// `first_charge_on`.
        first_charge_on -> Nullable<Date>,
        /// `next_charge_on`.
        next_charge_on -> Nullable<Date>,
        /// `charged_on`.
        charged_on -> Nullable<Date>,
        /// `seats_after`.
        seats_after -> BigInt,
        /// `created_at`.
        created_at -> crate::store::sql_types::Instant,
    }
}

diesel::table! {
    /// `disputes`.
    disputes (id) {
        /// `id`.
        id -> crate::store::sql_types::Id,
        /// `account_id`.
        account_id -> crate::store::sql_types::Id,
        /// `settlement_id`.
        settlement_id -> crate::store::sql_types::Id,
        /// `raised_by`.
        raised_by -> Nullable<crate::store::sql_types::Id>,
        /// `raised_at`.
        raised_at -> crate::store::sql_types::Instant,
        /// `reason`.
        reason -> Nullable<Text>,
        /// `outcome`.
        outcome -> Nullable<Text>,
        /// `ended_by`.
        ended_by -> Nullable<crate::store::sql_types::Id>,
        /// `ended_at`.
        ended_at -> Nullable<crate::store::sql_types::Instant>,
        /// `answer`.
        answer -> Nullable<Text>,
    }
}

diesel::table! {
    /// `seat_changes`.
    seat_changes (id) {
        /// `id`.
        id -> crate::store::sql_types::Id,
        /// `account_id`.
        account_id -> crate::store::sql_types::Id,
        /// `subscription_id`.
        subscription_id -> crate::store::sql_types::Id,
        /// `term_id`.
        term_id -> crate::store::sql_types::Id,
        /// `kind`.
        kind -> Text,
        /// `subject_id`.
        subject_id -> crate::store::sql_types::Id,
        /// `seats`.
        seats -> BigInt,
        /// `effective_on`.
        effective_on -> Date,
        /// `changed_at`.
        changed_at -> crate::store::sql_types::Instant,
    }
}

diesel::table! {
    /// `renewals`.
    renewals (id) {
        /// `id`.
        id -> crate::store::sql_types::Id,
        /// `account_id`.
        account_id -> crate::store::sql_types::Id,
        /// `subscription_id`.
        subscription_id -> crate::store::sql_types::Id,
        /// `term_id`.
        term_id -> crate::store::sql_types::Id,
        /// `next_term_id`.
        next_term_id -> Nullable<crate::store::sql_types::Id>,
        /// `how`.
        how -> Text,
        /// `state`.
        state -> Text,
        /// `reason`.
        reason -> Nullable<Text>,
        /// `renewed_on`.
        renewed_on -> Date,
        /// `seats`.
        seats -> BigInt,
        /// `active`.
        active -> Nullable<BigInt>,
        /// `q4_max`.
        q4_max -> Nullable<BigInt>,
        /// `per_seat_minor`.
        per_seat_minor -> BigInt,
        /// `amount_minor`.
        amount_minor -> BigInt,
        /// `currency`.
        currency -> Text,
        /// `next_charge_on`.
        next_charge_on -> Nullable<Date>,
        /// `created_at`.
        created_at -> crate::store::sql_types::Instant,
    }
}

diesel::table! {
    /// `true_ups`.
    true_ups (id) {
        /// `id`.
        id -> crate::store::sql_types::Id,
        /// `account_id`.
        account_id -> crate::store::sql_types::Id,
        /// `subscription_id`.
        subscription_id -> crate::store::sql_types::Id,
        /// `term_id`.
        term_id -> crate::store::sql_types::Id,
        /// `term_max`.
        term_max -> BigInt,
        /// `seats`.
        seats -> BigInt,
        /// `quantity`.
        quantity -> BigInt,
        /// `per_seat_minor`.
        per_seat_minor -> BigInt,
        /// `amount_minor`.
        amount_minor -> BigInt,
        /// `currency`.
        currency -> Text,
        /// `due_on`.
        due_on -> Date,
        /// `created_at`.
        created_at -> crate::store::sql_types::Instant,
    }
}

diesel::table! {
    /// `orders`.
    orders (id) {
        /// `id`.
        id -> crate::store::sql_types::Id,
        /// `account_id`.
        account_id -> crate::store::sql_types::Id,
        /// `subscription_id`.
        subscription_id -> crate::store::sql_types::Id,
        /// `term_id`.
        term_id -> crate::store::sql_types::Id,
        /// `kind`.
        kind -> Text,
        /// `form_key`.
        form_key -> Text,
        /// `seats`.
        seats -> BigInt,
        /// `per_seat_minor`.
        per_seat_minor -> BigInt,
        /// `days`.
        days -> Nullable<BigInt>,
        /// `amount_minor`.
        amount_minor -> BigInt,
        /// `currency`.
        currency -> Text,
        /// `state`.
        state -> Text,
        /// `ordered_by`.
        ordered_by -> Nullable<crate::store::sql_types::Id>,
        /// `ordered_at`.
        ordered_at -> crate::store::sql_types::Instant,
        /// `ended_at`.
        ended_at -> Nullable<crate::store::sql_types::Instant>,
    }
}

diesel::table! {
    /// `cards`.
    cards (id) {
        /// `id`.
        id -> crate::store::sql_types::Id,
        /// `account_id`.
        account_id -> crate::store::sql_types::Id,
        /// `reference_sealed`.
        reference_sealed -> Text,
        /// `last_digits`.
        last_digits -> Text,
        /// `added_by`.
        added_by -> Nullable<crate::store::sql_types::Id>,
        /// `added_at`.
        added_at -> crate::store::sql_types::Instant,
        /// `removed_at`.
        removed_at -> Nullable<crate::store::sql_types::Instant>,
    }
}

diesel::table! {
    /// `payments`.
    payments (id) {
        /// `id`.
        id -> crate::store::sql_types::Id,
        /// `account_id`.
        account_id -> crate::store::sql_types::Id,
        /// `subscription_id`.
        subscription_id -> crate::store::sql_types::Id,
        /// `purpose`.
        purpose -> Text,
        /// `subject_id`.
        subject_id -> crate::store::sql_types::Id,
        /// `attempt`.
        attempt -> BigInt,
        /// `card_id`.
        card_id -> crate::store::sql_types::Id,
        /// `amount_minor`.
        amount_minor -> BigInt,
        /// `currency`.
        currency -> Text,
        /// `due_on`.
        due_on -> Date,
        /// `created_at`.
        created_at -> crate::store::sql_types::Instant,
        /// `ask_at`.
        ask_at -> crate::store::sql_types::Instant,
        /// `leased_until`.
        leased_until -> Nullable<crate::store::sql_types::Instant>,
        /// `succeeded_at`.
        succeeded_at -> Nullable<crate::store::sql_types::Instant>,
        /// `declined_at`.
        declined_at -> Nullable<crate::store::sql_types::Instant>,
        /// `reference`.
        reference -> Nullable<Text>,
    }
}

diesel::table! {
    /// `local_charges`.
    local_charges (key) {
        /// `key`.
        key -> Text,
        /// `card`.
        card -> Text,
        /// `amount_minor`.
        amount_minor -> BigInt,
        /// `currency`.
        currency -> Text,
        /// `outcome`.
        outcome -> Text,
        /// `asked`.
        asked -> BigInt,
    }
}

diesel::table! {
    /// `number_series`.
    number_series (name) {
        /// `name`.
        name -> Text,
        /// `last`.
        last -> BigInt,
    }
}

diesel::table! {
    /// `invoices`.
    invoices (id) {
        /// `id`.
        id -> crate::store::sql_types::Id,
        /// `account_id`.
        account_id -> crate::store::sql_types::Id,
        /// `subscription_id`.
        subscription_id -> crate::store::sql_types::Id,
        /// `number`.
        number -> Text,
        /// `series`.
        series -> Text,
        /// `serial`.
        serial -> BigInt,
        /// `kind`.
        kind -> Text,
        /// `subject_id`.
        subject_id -> crate::store::sql_types::Id,
        /// `corrects_id`.
        corrects_id -> Nullable<crate::store::sql_types::Id>,
        /// `issued_on`.
        issued_on -> Date,
        /// `issued_at`.
        issued_at -> crate::store::sql_types::Instant,
        /// `due_on`.
        due_on -> Date,
        /// `net_minor`.
        net_minor -> BigInt,
        /// `tax_basis_points`.
        tax_basis_points -> BigInt,
        /// `tax_minor`.
        tax_minor -> BigInt,
        /// `total_minor`.
        total_minor -> BigInt,
        /// `currency`.
        currency -> Text,
        /// `content`.
        content -> crate::store::sql_types::Document,
        /// `content_hash`.
        content_hash -> Text,
    }
}

diesel::table! {
    /// `invoice_lines`.
    invoice_lines (invoice_id, position, account_id) {
        /// `invoice_id`.
        invoice_id -> crate::store::sql_types::Id,
        /// `account_id`.
        account_id -> crate::store::sql_types::Id,
        /// `position`.
        position -> BigInt,
        /// `kind`.
        kind -> Text,
        /// `quantity`.
        quantity -> BigInt,
        /// `per_seat_minor`.
        per_seat_minor -> BigInt,
        /// `amount_minor`.
        amount_minor -> BigInt,
        /// `currency`.
        currency -> Text,
        /// `basis`.
        basis -> crate::store::sql_types::Document,
    }
}

diesel::table! {
    /// `invoice_payments`.
    invoice_payments (invoice_id, account_id) {
        /// `invoice_id`.
        invoice_id -> crate::store::sql_types::Id,
        /// `account_id`.
        account_id -> crate::store::sql_types::Id,
        /// `paid_on`.
        paid_on -> Date,
        /// `payment_id`.
        payment_id -> Nullable<crate::store::sql_types::Id>,
        /// `noted_by`.
        noted_by -> Nullable<crate::store::sql_types::Id>,
        /// `noted_at`.
        noted_at -> crate::store::sql_types::Instant,
    }
}

diesel::table! {
    /// `invoice_links`.
    invoice_links (id) {
        /// `id`.
        id -> crate::store::sql_types::Id,
        /// `account_id`.
        account_id -> crate::store::sql_types::Id,
        /// `invoice_id`.
        invoice_id -> crate::store::sql_types::Id,
        /// `token_hash`.
        token_hash -> Text,
        /// `created_at`.
        created_at -> crate::store::sql_types::Instant,
        /// `expires_at`.
        expires_at -> crate::store::sql_types::Instant,
        /// `revoked_at`.
        revoked_at -> Nullable<crate::store::sql_types::Instant>,
    }
}

diesel::table! {
    /// `contacts`.
    contacts (id) {
        /// `id`.
        id -> crate::store::sql_types::Id,
        /// `account_id`.
        account_id -> crate::store::sql_types::Id,
        /// `role`.
        role -> Text,
        /// `email`.
        email -> Text,
        /// `email_folded`.
        email_folded -> Text,
        /// `name`.
        name -> Text,
        /// `language`.
        language -> Nullable<Text>,
        /// `added_at`.
        added_at -> crate::store::sql_types::Instant,
        /// `confirmed_at`.
        confirmed_at -> Nullable<crate::store::sql_types::Instant>,
        /// `refused_at`.
        refused_at -> Nullable<crate::store::sql_types::Instant>,
    }
}

diesel::table! {
    /// `address_confirmations`.
    address_confirmations (id) {
        /// `id`.
        id -> crate::store::sql_types::Id,
        /// `account_id`.
        account_id -> crate::store::sql_types::Id,
        /// `email_folded`.
        email_folded -> Text,
        /// `token_hash`.
        token_hash -> Text,
        /// `created_at`.
        created_at -> crate::store::sql_types::Instant,
        /// `expires_at`.
        expires_at -> crate::store::sql_types::Instant,
    }
}

diesel::table! {
    /// `told_days`.
    told_days (instance_id, day, told_max, account_id) {
        /// `instance_id`.
        instance_id -> crate::store::sql_types::Id,
        /// `account_id`.
        account_id -> crate::store::sql_types::Id,
        /// `day`.
        day -> Date,
        /// `told_max`.
        told_max -> BigInt,
        /// `known_at`.
        known_at -> crate::store::sql_types::Instant,
    }
}

diesel::table! {
    /// `usage_days`.
    usage_days (instance_id, day, billable, account_id) {
        /// `instance_id`.
        instance_id -> crate::store::sql_types::Id,
        /// `account_id`.
        account_id -> crate::store::sql_types::Id,
        /// `day`.
        day -> Date,
        /// `billable`.
        billable -> BigInt,
        /// `known_at`.
        known_at -> crate::store::sql_types::Instant,
    }
}

diesel::table! {
    /// `sync_answers`.
    sync_answers (instance_id, account_id) {
        /// `instance_id`.
        instance_id -> crate::store::sql_types::Id,
        /// `account_id`.
        account_id -> crate::store::sql_types::Id,
        /// `jti`.
        jti -> Text,
        /// `token`.
        token -> Text,
        /// `made_at`.
        made_at -> crate::store::sql_types::Instant,
    }
}

diesel::table! {
    /// `messages`.
    messages (received_at, id, account_id) {
        /// `id`.
        id -> crate::store::sql_types::Id,
        /// `account_id`.
        account_id -> crate::store::sql_types::Id,
        /// `received_at`.
        received_at -> crate::store::sql_types::Instant,
        /// `instance_id`.
        instance_id -> crate::store::sql_types::Id,
        /// `claims`.
        claims -> crate::store::sql_types::Document,
    }
}

diesel::table! {
    /// `releases`.
    releases (id) {
        /// `id`.
        id -> crate::store::sql_types::Id,
        /// `product_id`.
        product_id -> crate::store::sql_types::Id,
        /// `version`.
        version -> Text,
        /// `released_on`.
        released_on -> Date,
        /// `notes_url`.
        notes_url -> Nullable<Text>,
    }
}

diesel::table! {
    /// `advisories`.
    advisories (id) {
        /// `id`.
        id -> crate::store::sql_types::Id,
        /// `product_id`.
        product_id -> crate::store::sql_types::Id,
        /// `name`.
        name -> Text,
        /// `severity`.
        severity -> Text,
        /// `title`.
        title -> Text,
        /// `url`.
        url -> Nullable<Text>,
        /// `published_on`.
        published_on -> Date,
        /// `affected`.
        affected -> crate::store::sql_types::Document,
        /// `spread_at`.
        spread_at -> Nullable<crate::store::sql_types::Instant>,
    }
}

diesel::table! {
    /// `advisory_notices`.
    advisory_notices (advisory_id, instance_id, account_id) {
        /// `advisory_id`.
        advisory_id -> crate::store::sql_types::Id,
        /// `account_id`.
        account_id -> crate::store::sql_types::Id,
        /// `instance_id`.
        instance_id -> crate::store::sql_types::Id,
        /// `told_at`.
        told_at -> crate::store::sql_types::Instant,
    }
}

diesel::table! {
    /// `support_times`.
    support_times (product_id, tier, urgency) {
        /// `product_id`.
        product_id -> crate::store::sql_types::Id,
        /// `tier`.
        tier -> Text,
        /// `urgency`.
        urgency -> Text,
        /// `answer_minutes`.
        answer_minutes -> BigInt,
        /// `around_the_clock`.
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
diesel::joinable!(flags -> accounts (account_id));
diesel::joinable!(flags -> instances (instance_id));
diesel::joinable!(tokens -> accounts (account_id));
diesel::joinable!(tokens -> instances (instance_id));
diesel::joinable!(tokens -> people (made_by));
diesel::joinable!(letters -> accounts (account_id));
diesel::joinable!(audit_entries -> accounts (account_id));
diesel::joinable!(instances -> people (linked_by_person_id));
diesel::joinable!(usage_reports -> received_ids (message_id));
diesel::joinable!(letters -> subscriptions (subscription_id));
diesel::joinable!(letters -> people (person_id));
diesel::joinable!(holds -> subscriptions (subscription_id));
diesel::joinable!(settlements -> terms (term_id));
diesel::joinable!(settlements -> subscriptions (subscription_id));
diesel::joinable!(disputes -> settlements (settlement_id));
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
diesel::joinable!(told_days -> instances (instance_id));
diesel::joinable!(sync_answers -> instances (instance_id));
diesel::joinable!(messages -> instances (instance_id));
diesel::joinable!(releases -> products (product_id));
diesel::joinable!(advisories -> products (product_id));
diesel::joinable!(advisory_notices -> advisories (advisory_id));
diesel::joinable!(advisory_notices -> instances (instance_id));
diesel::joinable!(support_times -> products (product_id));

diesel::allow_tables_to_appear_in_same_query!(
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
    flags,
    tokens,
    portal_keys,
    letters,
    audit_entries,
    holds,
    settlements,
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
    told_days,
    sync_answers,
    messages,
    releases,
    advisories,
    advisory_notices,
    support_times,
);

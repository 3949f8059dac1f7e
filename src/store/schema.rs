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
    }
}

diesel::table! {
    /// `terms`.
    terms (id) {
        /// `id`.
        id -> crate::store::sql_types::Id,
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
    }
}

diesel::table! {
    /// `renewal_cancellations`.
    renewal_cancellations (id) {
        /// `id`.
        id -> crate::store::sql_types::Id,
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
        /// `linked_by`.
        linked_by -> crate::store::sql_types::Id,
        /// `linked_at`.
        linked_at -> crate::store::sql_types::Instant,
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
        /// `received_id`.
        received_id -> crate::store::sql_types::Id,
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
        /// `term_max`.
        term_max -> BigInt,
        /// `version`.
        version -> Text,
    }
}

diesel::table! {
    /// `daily_maxima`.
    daily_maxima (instance_id, day) {
        /// `instance_id`.
        instance_id -> crate::store::sql_types::Id,
        /// `day`.
        day -> Date,
        /// `billable`.
        billable -> BigInt,
    }
}

diesel::table! {
    /// `flags`.
    flags (id) {
        /// `id`.
        id -> crate::store::sql_types::Id,
        /// `account_id`.
        account_id -> crate::store::sql_types::Id,
        /// `instance_id`.
        instance_id -> crate::store::sql_types::Id,
        /// `kind`.
        kind -> Text,
        /// `noticed_at`.
        noticed_at -> crate::store::sql_types::Instant,
        /// `detail`.
        detail -> Text,
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
        /// `received_id`.
        received_id -> crate::store::sql_types::Id,
        /// `content_hash`.
        content_hash -> Text,
        /// `body`.
        body -> Text,
        /// `made_by`.
        made_by -> crate::store::sql_types::Id,
        /// `made_at`.
        made_at -> crate::store::sql_types::Instant,
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
diesel::joinable!(instances -> people (linked_by));
diesel::joinable!(received_ids -> accounts (account_id));
diesel::joinable!(received_ids -> subscriptions (subscription_id));
diesel::joinable!(received_ids -> people (received_by));
diesel::joinable!(usage_reports -> accounts (account_id));
diesel::joinable!(usage_reports -> instances (instance_id));
diesel::joinable!(usage_reports -> received_ids (received_id));
diesel::joinable!(daily_maxima -> instances (instance_id));
diesel::joinable!(flags -> accounts (account_id));
diesel::joinable!(flags -> instances (instance_id));
diesel::joinable!(tokens -> accounts (account_id));
diesel::joinable!(tokens -> instances (instance_id));
diesel::joinable!(tokens -> received_ids (received_id));
diesel::joinable!(tokens -> people (made_by));
diesel::joinable!(letters -> accounts (account_id));
diesel::joinable!(audit_entries -> accounts (account_id));

diesel::allow_tables_to_appear_in_same_query!(
    accounts,
    attempts,
    people,
    memberships,
    sessions,
    password_resets,
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
    daily_maxima,
    flags,
    tokens,
    portal_keys,
    letters,
    audit_entries,
);

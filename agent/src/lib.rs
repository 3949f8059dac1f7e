//! What a vendor embeds.

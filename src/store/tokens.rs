//! Tokens as made: each answers an instance ID with a content of its own.

use diesel::prelude::*;

use super::schema::tokens;
use super::sql_types::At;
use super::{Conn, Stored, Tx};
use crate::domain::calendar::Instant;
use crate::domain::ids::{AccountId, InstanceId, PersonId, ReceivedId, TokenId};

/// A token as made.
#[derive(Debug, Clone, PartialEq, Eq, Queryable, Selectable)]
#[diesel(table_name = tokens)]
pub struct Token {
    /// Its key, and its `jti`.
    pub id: TokenId,
    /// For which instance.
    #[diesel(column_name = instance_id)]
    pub instance: InstanceId,
    /// Which instance ID it answers.
    #[diesel(column_name = received_id)]
    pub received: ReceivedId,
    /// Hash of key, licenses and facts: what did not change is not made again.
    pub content_hash: String,
    /// The text to carry back.
    pub body: String,
    /// When it was made.
    pub made_at: Instant,
}

/// The newest token that answers a received instance ID of the account, if one was made.
///
/// # Errors
/// The store's own.
pub fn last_answer(c: &mut Conn<'_>, account: AccountId, received: ReceivedId) -> Stored<Option<Token>> {
    let of = tokens::table.filter(tokens::account_id.eq(account)).filter(tokens::received_id.eq(received));
    Ok(of.order((tokens::made_at.desc(), tokens::id.desc())).select(Token::as_select()).first(c.raw()).optional()?)
}

/// One token of an instance of the account.
///
/// # Errors
/// The store's own.
pub fn find(c: &mut Conn<'_>, account: AccountId, instance: InstanceId, id: TokenId) -> Stored<Option<Token>> {
    let one = tokens::table
        .filter(tokens::account_id.eq(account))
        .filter(tokens::instance_id.eq(instance))
        .filter(tokens::id.eq(id));
    Ok(one.select(Token::as_select()).first(c.raw()).optional()?)
}

/// The tokens made for an instance of the account, newest first, at most `limit`.
///
/// # Errors
/// The store's own.
pub fn list(c: &mut Conn<'_>, account: AccountId, instance: InstanceId, limit: i64) -> Stored<Vec<Token>> {
    let of = tokens::table.filter(tokens::account_id.eq(account)).filter(tokens::instance_id.eq(instance));
    Ok(of.order((tokens::made_at.desc(), tokens::id.desc())).limit(limit).select(Token::as_select()).load(c.raw())?)
}

/// Keeps a token.
///
/// # Errors
/// The store's own.
pub fn insert(tx: &mut Tx<'_>, account: AccountId, new: &Token, by: PersonId) -> Stored<()> {
    let values = (
        tokens::id.eq(new.id),
        tokens::account_id.eq(account),
        tokens::instance_id.eq(new.instance),
        tokens::received_id.eq(new.received),
        tokens::content_hash.eq(&new.content_hash),
        tokens::body.eq(&new.body),
        tokens::made_by.eq(by),
        tokens::made_at.eq(At(new.made_at)),
    );
    diesel::insert_into(tokens::table).values(values).execute(tx.raw())?;
    Ok(())
}

//! Tokens: those made on a page, each with a content of its own, and the answer to the message an instance sent last.

use diesel::prelude::*;
use diesel::upsert::excluded;

use super::dialect::{Kept, Portable};
use super::schema::{instances, sync_answers, tokens};
use super::sql_types::At;
use super::{Conn, Stored, Tx};
use crate::domain::calendar::Instant;
use crate::domain::ids::{AccountId, InstanceId, PersonId, TokenId};

/// A token as made.
#[derive(Debug, Clone, PartialEq, Eq, Queryable, Selectable)]
#[diesel(table_name = tokens)]
pub struct Token {
    /// Its key, and its `jti`.
    pub id: TokenId,
    #[diesel(column_name = instance_id)]
    pub instance: InstanceId,
    /// The number of the message it answers.
    pub answers_seq: i64,
    /// Hash of key, licenses and facts: what did not change is not made again.
    pub content_hash: String,
    /// The text to carry back.
    pub body: String,
    pub made_at: Instant,
}

/// One token of an instance of the account.
pub fn find(c: &mut Conn<'_>, account: AccountId, instance: InstanceId, id: TokenId) -> Stored<Option<Token>> {
    let one = tokens::table
        .filter(tokens::account_id.eq(account))
        .filter(tokens::instance_id.eq(instance))
        .filter(tokens::id.eq(id));
    Ok(one.select(Token::as_select()).first(c.raw()).optional()?)
}

/// The tokens made for an instance of the account, newest first, at most `limit`.
pub fn list(c: &mut Conn<'_>, account: AccountId, instance: InstanceId, limit: i64) -> Stored<Vec<Token>> {
    let of = tokens::table.filter(tokens::account_id.eq(account)).filter(tokens::instance_id.eq(instance));
    Ok(of.order((tokens::made_at.desc(), tokens::id.desc())).limit(limit).select(Token::as_select()).load(c.raw())?)
}

/// Keeps a token.
pub fn insert(tx: &mut Tx<'_>, account: AccountId, new: &Token, by: PersonId) -> Stored<()> {
    let values = (
        tokens::id.eq(new.id),
        tokens::account_id.eq(account),
        tokens::instance_id.eq(new.instance),
        tokens::answers_seq.eq(new.answers_seq),
        tokens::content_hash.eq(&new.content_hash),
        tokens::body.eq(&new.body),
        tokens::made_by.eq(by),
        tokens::made_at.eq(At(new.made_at)),
    );
    diesel::insert_into(tokens::table).values(values).execute(tx.raw())?;
    Ok(())
}

/// The answer to the message an instance sent last, if that has this name.
pub fn answer(c: &mut Conn<'_>, instance: InstanceId, jti: &str) -> Stored<Option<String>> {
    let one = sync_answers::table.filter(sync_answers::instance_id.eq(instance)).filter(sync_answers::jti.eq(jti));
    Ok(one.select(sync_answers::token).first(c.raw()).optional()?)
}

/// The answer to the message an instance sent last.
pub fn last_answer(c: &mut Conn<'_>, instance: InstanceId) -> Stored<Option<String>> {
    let one = sync_answers::table.filter(sync_answers::instance_id.eq(instance));
    Ok(one.select(sync_answers::token).first(c.raw()).optional()?)
}

/// Keeps the answer to the message an instance sent last, in place of the one before.
pub fn keep_answer(tx: &mut Tx<'_>, instance: InstanceId, jti: &str, token: &str, at: Instant) -> Stored<()> {
    let values = (
        sync_answers::instance_id.eq(instance),
        sync_answers::account_id.eq(account_of!(instances, instance)),
        sync_answers::jti.eq(jti),
        sync_answers::token.eq(token),
        sync_answers::made_at.eq(At(at)),
    );
    let upsert = diesel::insert_into(sync_answers::table)
        .values(values)
        .on_conflict((sync_answers::instance_id, sync_answers::account_id));
    let upsert = upsert.do_update().set((
        sync_answers::jti.eq(excluded(sync_answers::jti)),
        sync_answers::token.eq(excluded(sync_answers::token)),
        sync_answers::made_at.eq(excluded(sync_answers::made_at)),
    ));
    let _: Vec<InstanceId> = Kept(Portable(upsert.returning(sync_answers::instance_id))).load(tx.raw())?;
    Ok(())
}

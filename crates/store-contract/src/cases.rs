//! The cases, by what they are about.

pub(crate) mod approval;
pub(crate) mod audit;
pub(crate) mod call;
pub(crate) mod claim;
pub(crate) mod concurrency;
pub(crate) mod decision;
pub(crate) mod escalation;
pub(crate) mod filing;
pub(crate) mod member;
pub(crate) mod message;
pub(crate) mod outbox;
pub(crate) mod photo;
pub(crate) mod queue;
pub(crate) mod queue_filter;
pub(crate) mod queue_search;
pub(crate) mod reference;
pub(crate) mod report;
pub(crate) mod request;
pub(crate) mod review;
pub(crate) mod seal;
pub(crate) mod staff;
pub(crate) mod template;
pub(crate) mod transaction;

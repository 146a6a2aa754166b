-- A key of one column, for reading an event by its id. Not part of the chain: it says nothing about what happened.
alter table portfolio.security_event add column id uuid not null unique default gen_random_uuid();

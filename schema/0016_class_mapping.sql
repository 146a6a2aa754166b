-- Who counts as private under which method. Append-only: a changed reading is a new version, and figures say which one they used.
create table portfolio.class_mapping (
    id uuid primary key default gen_random_uuid(),
    method portfolio.code not null,
    version integer not null check (version > 0),
    class_code portfolio.code not null references portfolio.investor_class,
    side portfolio.code not null check (side in ('PUBLIC', 'PRIVATE', 'EXCLUDED')),
    verified boolean not null,                               -- false: general knowledge, the method's text was not seen
    source portfolio.note_text not null,
    unique (method, version, class_code)
);

alter table portfolio.metric_value
    add column mapping text check (mapping ~ '^[A-Z][A-Z0-9_]*@[0-9]+$');    -- null: the figure reads no mapping

alter table portfolio.class_mapping enable row level security, force row level security;
create trigger append_only before update or delete on portfolio.class_mapping for each row execute function app.refuse_change();
create trigger append_only_table before update or delete or truncate on portfolio.class_mapping for each statement execute function app.refuse_change();
-- An answer that may be kept for ever was given under the mappings of its time.
create trigger card_revision after insert or update or delete or truncate on portfolio.class_mapping
    for each statement execute function app.raise_card_revision();

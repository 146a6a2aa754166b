-- Facts that rules ask for: what of a fund its terms leave for investments, and which investor is a body of this register.
set local search_path to portfolio, app;

alter table sub_fund_term add column investable_share numeric(7, 6) check (investable_share <> 'NaN' and investable_share > 0 and investable_share <= 1); -- null: the terms do not say
alter table investor add column organisation_id uuid references organisation;    -- null: none of the bodies on record here
create index investor_organisation on investor (organisation_id);

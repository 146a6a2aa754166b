-- Rules chosen and subscription lines told by people: who says so, and why. Null in rows from before, so that no digest of them changes.
set local search_path to portfolio, app;

alter table rule_choice add column source note_text;          -- who chose it, and where it stands; null: loaded before this was asked
alter table rule_choice add column set_by uuid references person;                 -- null: the job
alter table subscription_line_event add column memo note_text;                    -- of a reversal: its reason
alter table subscription_line_event add column recorded_by uuid references person; -- null: the job

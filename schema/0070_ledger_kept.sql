-- That a fund's ledger is not kept here is a fact of its own: having no rows then says nothing, while of other funds it says that nothing happened.
set local search_path to portfolio, app;

alter table sub_fund_term add column ledger_kept boolean;    -- false: not kept; null: not declared, and it is kept

-- Whether a pledge stands in the tranche that bears losses first (劣後): decides how private money is credited to officials (OECD).
alter table portfolio.commitment add column is_riskiest boolean not null default false;

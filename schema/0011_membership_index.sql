-- Colleagues are found by organisation, past memberships too: the unique index on active ones cannot serve that policy.
create index membership_organisation on portfolio.membership (organisation_id);

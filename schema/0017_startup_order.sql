-- Startups are listed by code, most often within a sector: one walk of this index instead of one over all startups.
drop index startup_sector;
create index startup_sector on startup (sector_code, code, id);

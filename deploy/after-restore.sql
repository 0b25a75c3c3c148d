-- After a restore: phones must not go on with cursors of the database that was lost. Transaction ids
-- begin anew in another cluster, so every synced row is touched to get one of this (sync.md, Pulling).
BEGIN;
UPDATE epoch SET id = gen_random_uuid();
DO $$
DECLARE
    synced regclass;
    facts boolean;
BEGIN
    FOR synced, facts IN
        SELECT t.tgrelid, EXISTS (SELECT FROM pg_trigger f
                                  WHERE f.tgrelid = t.tgrelid AND f.tgname = 'facts_stay')
        FROM pg_trigger t WHERE t.tgname = 'touch_changed'
    LOOP
        IF facts THEN -- what they say stays; only their place in the feed is new
            EXECUTE format('ALTER TABLE %s DISABLE TRIGGER facts_stay', synced);
        END IF;
        EXECUTE format('UPDATE %s SET changed = changed', synced);
        IF facts THEN
            EXECUTE format('ALTER TABLE %s ENABLE TRIGGER facts_stay', synced);
        END IF;
    END LOOP;
END $$;
COMMIT;

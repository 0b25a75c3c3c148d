-- What follows a restore, in the same transaction. Phones must not go on with cursors of the database
-- that was lost. Transaction ids begin anew in another cluster, so every synced row is touched to get
-- one of this (sync.md, Pulling). `:made_at` is when the backup was made, where that is known.
SET LOCAL search_path = public;
UPDATE epoch SET id = gen_random_uuid();
INSERT INTO journal (id, at, fact, subject_id, jurisdiction_id, actor_id, body)
    SELECT gen_random_uuid(), now(), 'database.restored', epoch.id, NULL, NULL,
           jsonb_build_object('backup_made_at', :made_at::text)
    FROM epoch;
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
-- Numbers are moved on: what follows this file says how far.

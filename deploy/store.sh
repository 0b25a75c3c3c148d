#!/bin/sh
# Makes the three buckets, and an account that may use these and nothing else; again changes nothing.
set -e
mc alias set --quiet store http://store:9000 "$STORE_ROOT_USER" "$STORE_ROOT_PASSWORD"
for bucket in evidence public incoming; do
    mc mb --quiet --ignore-existing "store/$bucket"
done
# An older version of an object is a last defence against whoever gets at Suicha's own account.
mc version enable --quiet store/evidence
mc admin policy create store suicha /deploy/store-policy.json
mc admin user add store "$S3_ACCESS_KEY" "$S3_SECRET_KEY"
mc admin policy attach store suicha --user "$S3_ACCESS_KEY" || mc admin policy entities store --user "$S3_ACCESS_KEY"

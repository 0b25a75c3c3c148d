#!/bin/sh
# Runs once, when the cluster is made: Suicha gets an account that owns one database and no more.
set -e
psql --username postgres --set ON_ERROR_STOP=1 --set password="$SUICHA_DB_PASSWORD" <<'SQL'
CREATE ROLE suicha LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE PASSWORD :'password';
CREATE DATABASE suicha OWNER suicha;
REVOKE ALL ON DATABASE suicha FROM PUBLIC;
REVOKE ALL ON DATABASE postgres FROM PUBLIC;
SQL

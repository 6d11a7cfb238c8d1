-- The payment provider's own ledger, on the server of the payments database (docker-compose.yml runs this when it makes the server).
create database provider;

# shellcheck shell=bash
# The same stack in containers, by docker-compose.yml.

# Prints "docker" if the last `up` was `up --docker`, else "local".
remembered_mode() { if [[ -e "$home/docker" ]]; then echo docker; else echo local; fi; }

docker_up() { fail 1 "containers are not there yet"; }

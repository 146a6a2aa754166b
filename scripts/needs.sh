# What scripts/run and scripts/test need on a machine: found, else installed from the distribution, else named exactly.
# Sourced, not run. Never touches a PostgreSQL cluster that is there already, and makes none but the project's own.

say() { printf '%s\n' "$*" >&2; }
refuse() { say "$*"; exit 1; }

# Runs a command as root: as is, or by sudo where that asks no password. False when neither is possible.
as_root() {
  if [ "$(id -u)" -eq 0 ]; then "$@"
  elif command -v sudo >/dev/null && sudo -n true 2>/dev/null; then sudo -n "$@"
  else return 1
  fi
}

can_be_root() { as_root true; }

# apt_install PACKAGE…   False when this is no Debian or Ubuntu, or the packages cannot be had.
apt_install() {
  command -v apt-get >/dev/null && can_be_root || return 1
  [ -n "${apt_updated:-}" ] || { as_root apt-get -qq update >&2 || return 1; apt_updated=1; }
  as_root env DEBIAN_FRONTEND=noninteractive apt-get -qq -y install --no-install-recommends "$@" >&2
}

dnf_install() {
  command -v dnf >/dev/null && can_be_root || return 1
  as_root dnf -q -y install "$@" >&2
}

need_dotnet() {
  if ! command -v dotnet >/dev/null && [ -x "$HOME/.dotnet/dotnet" ]; then
    export DOTNET_ROOT="$HOME/.dotnet" PATH="$HOME/.dotnet:$PATH"
  fi
  export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1
  # global.json asks for SDK 10; outside that, "dotnet --version" fails.
  command -v dotnet >/dev/null && (cd "$top" && dotnet --version >/dev/null 2>&1) && return 0
  refuse "The .NET SDK 10 is needed: https://dotnet.microsoft.com/download/dotnet/10.0 (Ubuntu: apt-get install dotnet-sdk-10.0; Fedora: dnf install dotnet-sdk-10.0)."
}

# The same places as ServerBinaries in the program.
postgres_major() {
  local best=0 bin major
  for bin in "$(pg_config --bindir 2>/dev/null)" /usr/lib/postgresql/*/bin /usr/pgsql-*/bin /opt/homebrew/opt/postgresql@*/bin \
      "$(dirname "$(command -v postgres 2>/dev/null || echo /nowhere/postgres)")"; do
    [ -x "$bin/postgres" ] || continue
    major=$("$bin/postgres" --version 2>/dev/null | sed -nE 's/^[^0-9]*\(PostgreSQL\) ([0-9]+).*/\1/p')
    [ "${major:-0}" -gt "$best" ] && best=$major
  done
  echo "$best"
}

# Debian's packages start a cluster of their own on installation; this keeps them from it, for this installation only.
apt_install_postgresql() {
  local candidate switch=/etc/postgresql-common/createcluster.d/venture-portfolio.conf done
  command -v apt-get >/dev/null && can_be_root || return 1
  apt_install postgresql-common || return 1
  candidate=$(apt-cache show postgresql 2>/dev/null | sed -nE 's/^Version: ([0-9]+).*/\1/p' | sort -n | tail -1)
  [ "${candidate:-0}" -ge 15 ] || return 1
  as_root mkdir -p "${switch%/*}"
  as_root sh -c "grep -q '^include_dir' /etc/postgresql-common/createcluster.conf || echo \"include_dir '${switch%/*}'\" >> /etc/postgresql-common/createcluster.conf
    echo 'create_main_cluster = false' > $switch"
  apt_install postgresql; done=$?
  as_root rm -f "$switch"
  return $done
}

need_postgresql() {
  [ "$(postgres_major)" -ge 15 ] && return 0
  say "Installing PostgreSQL from the distribution …"
  apt_install_postgresql || dnf_install postgresql-server || true
  [ "$(postgres_major)" -ge 15 ] && return 0
  refuse "The server binaries of PostgreSQL 15 or newer are needed (no cluster of theirs has to run):
  Debian 12+, Ubuntu 24.04+   sudo apt-get install postgresql
  older Debian or Ubuntu      sudo apt-get install postgresql-common && sudo /usr/share/postgresql-common/pgdg/apt.postgresql.org.sh -y && sudo apt-get install postgresql-17
  Fedora                      sudo dnf install postgresql-server
  RHEL 9 and relatives        sudo dnf module install postgresql:16/server
  macOS                       brew install postgresql@17"
}

need_node() {
  command -v node >/dev/null && command -v npm >/dev/null && return 0
  say "Installing Node.js from the distribution, for the audit of the HTTP endpoint …"
  apt_install nodejs npm || dnf_install nodejs npm || true
  command -v node >/dev/null && command -v npm >/dev/null && return 0
  refuse "Node.js with npm is needed by the tests (Debian, Ubuntu: sudo apt-get install nodejs npm; Fedora: sudo dnf install nodejs npm)."
}

# build PROJECT…   Release; prints nothing unless it fails.
build() {
  local project log
  log=$(mktemp)
  for project in "$@"; do
    if ! dotnet build "$top/$project" --configuration Release --nologo --verbosity quiet >"$log" 2>&1; then
      cat "$log" >&2
      rm -f "$log"
      refuse "$project does not build."
    fi
  done
  rm -f "$log"
}

# publish PROJECT   Compiled ahead of time, into artifacts/; prints nothing. Fails where the compiler for this system cannot be had.
publish() {
  dotnet publish "$top/$1" --configuration Release --use-current-runtime --no-self-contained -p:PublishReadyToRun=true \
    --artifacts-path "$top/artifacts" --output "$top/artifacts/${1##*/}" --nologo --verbosity quiet >/dev/null 2>&1
}

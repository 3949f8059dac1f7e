# Two stages: a builder with the compiler, and an image with one program.
#
#   docker build -t seatsync .
#   docker run -p 8080:8080 -v seatsync:/data -e SEATSYNC_BASE_URL=https://portal.example \
#       -e SEATSYNC_MASTER_KEY="$(cat master.key)" --read-only seatsync
#
# Everything that lasts is in /data; the root file system may be read-only. TLS is the business of a proxy in front.

FROM rust:1.95-slim-bookworm AS builder
# libpq with TLS comes from Debian here; `cargo run` elsewhere compiles its own (Cargo.toml, feature bundled-libpq).
RUN apt-get update && apt-get install -y --no-install-recommends gcc libc6-dev libpq-dev pkg-config \
    && rm -rf /var/lib/apt/lists/*
WORKDIR /src
# The image's toolchain is the one of rust-toolchain.toml; formatting and lints are not needed here.
ENV RUSTUP_TOOLCHAIN=1.95.0
COPY . .
RUN --mount=type=cache,target=/usr/local/cargo/registry --mount=type=cache,target=/src/target \
    cargo build --release --locked --bin seatsync --no-default-features \
    && cp target/release/seatsync /usr/local/bin/seatsync

# Invoices in rarer scripts want fonts beside those in the program (docs/operations.md): fonts-noto-core, 43 MB, is yours to add.
FROM debian:bookworm-slim
RUN apt-get update && apt-get install -y --no-install-recommends ca-certificates libpq5 \
    && rm -rf /var/lib/apt/lists/* \
    && useradd --system --uid 10001 --home-dir /data --shell /usr/sbin/nologin seatsync \
    && install -d -o seatsync -g seatsync -m 0700 /data
COPY --from=builder /usr/local/bin/seatsync /usr/local/bin/seatsync
COPY LICENSE /usr/share/doc/seatsync/LICENSE
USER seatsync
WORKDIR /data
VOLUME /data
ENV SEATSYNC_BIND=0.0.0.0:8080 \
    SEATSYNC_DATABASE_URL=sqlite:///data/seatsync.db \
    SEATSYNC_MAIL=folder:/data/mail \
    SEATSYNC_LOG_FORMAT=json
EXPOSE 8080
# Asks the settings, the database and its migrations; needs no shell.
HEALTHCHECK --interval=30s --timeout=5s --start-period=20s CMD ["seatsync", "check"]
# Stops politely: requests in flight and the email being sent are finished.
STOPSIGNAL SIGTERM
ENTRYPOINT ["seatsync"]
CMD ["serve"]

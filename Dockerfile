# Rapport in a container: built in one stage, run in another, never as root.
# The data directory (database, secret key, uploads) is the volume /data.
FROM python:3.11-slim-bookworm AS build

ENV PIP_DISABLE_PIP_VERSION_CHECK=1 PIP_NO_CACHE_DIR=1
WORKDIR /source
# for the kernel of the graph; it stays in this stage
RUN apt-get update && apt-get install -y --no-install-recommends gcc libc6-dev
RUN python -m venv /opt/rapport
COPY requirements.runtime.lock ./
RUN /opt/rapport/bin/pip install --require-hashes -r requirements.runtime.lock
COPY pyproject.toml README.md LICENSE ./
COPY src src
RUN /opt/rapport/bin/pip install --no-deps --no-build-isolation .

FROM python:3.11-slim-bookworm

RUN useradd --system --uid 10001 --home-dir /data --shell /usr/sbin/nologin rapport \
 && install -d -o rapport -g rapport -m 700 /data
COPY --from=build /opt/rapport /opt/rapport
ENV PATH=/opt/rapport/bin:$PATH PYTHONUNBUFFERED=1 RAPPORT_DATA=/data
USER rapport
VOLUME /data
EXPOSE 8000
HEALTHCHECK --interval=30s --timeout=5s --start-period=30s \
  CMD ["python", "-c", "import urllib.request as r; r.urlopen('http://127.0.0.1:8000/readyz', timeout=4)"]
STOPSIGNAL SIGTERM
CMD ["rapport", "serve", "--data", "/data", "--host", "0.0.0.0", "--port", "8000"]

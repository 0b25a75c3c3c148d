# Server, worker and PWA in one image; docker-compose.yml says which command each container runs.
# The base images come from whatever registry the engine is set to, by name and version.

FROM python:3.11-slim-bookworm AS python
ENV PYTHONDONTWRITEBYTECODE=1 PIP_DISABLE_PIP_VERSION_CHECK=1 PIP_NO_CACHE_DIR=1
WORKDIR /app
RUN python -m venv /venv
ENV PATH=/venv/bin:$PATH
COPY requirements.lock ./
RUN pip install --quiet --require-hashes -r requirements.lock
COPY pyproject.toml LICENSE README.md ./
COPY server ./server
RUN pip install --quiet --no-deps --no-build-isolation -e . \
    && SECRET_KEY=unused suicha openapi > /openapi.json

FROM node:20-bookworm-slim AS pwa
WORKDIR /app/pwa
COPY pwa/package.json pwa/package-lock.json ./
RUN npm ci --no-audit --no-fund
COPY pwa ./
COPY --from=python /openapi.json ./openapi.json
RUN npm run contract && npm run build

FROM python:3.11-slim-bookworm
ENV PATH=/venv/bin:$PATH PYTHONDONTWRITEBYTECODE=1 PYTHONUNBUFFERED=1 HOST=0.0.0.0 DATA=/tmp
WORKDIR /app
COPY --from=python /venv /venv
COPY --from=python /app /app
COPY migrations ./migrations
COPY --from=pwa /app/pwa/dist ./pwa/dist
USER 10001:10001
EXPOSE 8000
CMD ["suicha", "serve"]

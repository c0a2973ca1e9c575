FROM python:3.11-slim-bookworm

# Pango draws the PDFs, libharfbuzz-subset0 makes that twice as fast, and
# Liberation Sans is the type they are set in. LibreOffice makes PDFs of office
# files that are attached.
RUN apt-get update -qq \
    && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends \
        fontconfig \
        fonts-liberation2 \
        libharfbuzz-subset0 \
        libpango-1.0-0 \
        libpangoft2-1.0-0 \
        libreoffice-calc-nogui \
        libreoffice-impress-nogui \
        libreoffice-writer-nogui \
    && rm -rf /var/lib/apt/lists/* \
    && fc-cache -s \
    && useradd --uid 10001 --user-group --no-create-home --home-dir /tmp --shell /usr/sbin/nologin app \
    && install -d -o app -g app -m 0750 /data

ENV PYTHONDONTWRITEBYTECODE=1 \
    PYTHONUNBUFFERED=1 \
    XDG_CACHE_HOME=/tmp/cache \
    DJANGO_SETTINGS_MODULE=chefforum.settings \
    DATA_DIR=/data \
    STATIC_ROOT=/app/var/static

WORKDIR /app

COPY requirements.txt ./
RUN pip install --no-cache-dir --quiet --root-user-action=ignore --require-hashes -r requirements.txt

COPY . .

# The names of the servers are only looked at, nobody is called.
RUN python -m compileall -q /app \
    && python -m chefforum.launcher fonts \
    && SECRET_KEY=only-while-building \
       DATABASE_URL=postgresql://nobody@nowhere/none \
       REDIS_URL=redis://nowhere \
       python manage.py collectstatic --no-input -v0

USER 10001:10001
VOLUME /data
EXPOSE 8000

# The worker and the clock run this same image with commands of their own.
CMD ["gunicorn", "chefforum.wsgi:application", \
     "--bind", "0.0.0.0:8000", \
     "--worker-class", "gthread", "--workers", "2", "--threads", "4", \
     "--timeout", "60", "--graceful-timeout", "30", \
     "--worker-tmp-dir", "/dev/shm", "--no-control-socket"]

"""Files in an object store, by environment variables alone: tried on a server that speaks S3."""

import boto3
import pytest
from django.core.exceptions import ImproperlyConfigured
from django.core.files.base import ContentFile
from django.core.files.storage import storages
from django.db import transaction

from energies.kernel import env


@pytest.fixture
def object_store(settings, monkeypatch):
    """Both storages in buckets of a server of this test."""
    from moto.server import ThreadedMotoServer

    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0)
    server.start()
    host, port = server.get_host_and_port()
    client = boto3.client(
        "s3",
        endpoint_url=f"http://{host}:{port}",
        aws_access_key_id="clau",
        aws_secret_access_key="secret",
        region_name="us-east-1",
    )
    for bucket in ("privat", "public"):
        client.create_bucket(Bucket=bucket)
        monkeypatch.setenv(f"{bucket}_MEDIA_URL".upper(), f"s3://clau:secret@{host}:{port}/{bucket}?insecure=1")
    settings.STORAGES = settings.STORAGES | {
        "default": env.storage("PRIVAT_MEDIA_URL", "unused"),
        "public": env.storage("PUBLIC_MEDIA_URL", "unused"),
    }
    yield client
    server.stop()


def names(client, bucket):
    return sorted(item["Key"] for item in client.list_objects_v2(Bucket=bucket).get("Contents", []))


@pytest.mark.django_db(transaction=True)
def test_a_picture_is_published_and_withdrawn_in_the_store(object_store, client, make_project, staff_user):
    import io

    from PIL import Image

    file = io.BytesIO()
    Image.new("RGB", (600, 400), "teal").save(file, "JPEG")
    project = make_project(image=ContentFile(file.getvalue(), "foto.jpg"), image_alt="Un hort", image_licence="cc-by")
    with transaction.atomic():
        project.publish_image()
    project.refresh_from_db()
    assert len(names(object_store, "privat")) == 1
    published = sorted(row[kind] for row in project.renditions for kind in ("webp", "jpeg"))
    assert names(object_store, "public") == published
    answer = client.get(f"/media/{published[0]}")
    assert answer.status_code == 200 and len(answer.getvalue()) > 100
    project.hide(by=staff_user, why="prova")
    assert names(object_store, "public") == []
    assert client.get(f"/media/{published[0]}").status_code == 404


def test_two_files_of_the_same_name_are_two(object_store):
    first, second = (storages["default"].save("a.txt", ContentFile(text)) for text in (b"1", b"2"))
    assert first != second
    with storages["default"].open(first) as file:
        assert file.read() == b"1"


@pytest.mark.parametrize(
    "value", ["https://host/bucket", "s3://host/bucket", "s3://k:s@host/", "s3://k:s@host/a/b", "s3:"]
)
def test_nonsense_stops_the_start_with_a_sentence(monkeypatch, value):
    monkeypatch.setenv("PUBLIC_MEDIA_URL", value)
    with pytest.raises(ImproperlyConfigured, match="PUBLIC_MEDIA_URL must look like"):
        env.storage("PUBLIC_MEDIA_URL", "folder")

"""The outbox: kill the sender at every step, let servers refuse, be away or say nothing: nothing arrives twice."""

import hashlib
import hmac
import json
import multiprocessing
import os
import signal
import socket
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from multiprocessing.synchronize import Event
from pathlib import Path

import pytest
from sqlalchemy import Engine, select, update
from sqlalchemy.orm import Session

from tests.operations.fake_gateways import FakeGateway, FakeMailServer, FakeServer
from webapp.database import build_engine, transaction
from webapp.jobs.post import Post
from webapp.jobs.witness import bytes_left
from webapp.mail.delivery import Letter
from webapp.models import Account, NoticeAddress, Outgoing
from webapp.permissions import Actor, Role
from webapp.services.settle_message import settle_message
from webapp.services.take_outgoing import LEASE, MOST_ATTEMPTS, Holding, pause_after
from webapp.services.write_notice import Telling, write_notices
from webapp.settings import PostSettings, Settings

NOW = datetime(2026, 3, 2, 2, 0, tzinfo=UTC)
FORKING = multiprocessing.get_context("fork")
SERVERS: dict[str, type[FakeServer]] = {"mail": FakeMailServer, "webhook": FakeGateway}
TELLING = {"round": "演示轮次", "number": "N-1"}


class World:
    """A database with one message waiting, and the settings of a sender."""

    def __init__(self, engine: Engine, folder: Path) -> None:
        self.url, self.folder = engine.url.render_as_string(hide_password=False), folder
        self.now = NOW
        self.settings = self.settings_for(PostSettings())
        self.engine = build_engine(self.url, self.settings)

    def settings_for(self, post: PostSettings) -> Settings:
        """Return settings with these ways out."""
        return Settings(self.folder, self.url, "secret", field_secret="field", post=post)

    def open_way(self, server: FakeServer, *, repeats: bool = False) -> None:
        """Send by this server from now on, and write one notice."""
        post = (
            PostSettings(smtp=server.address, mail_from="zeyou@example.cn")
            if isinstance(server, FakeMailServer)
            else PostSettings(webhook=f"{server.address}/hook", webhook_secret="shared", webhook_repeats=repeats)
        )
        self.engine.dispose()
        self.settings = self.settings_for(post)
        self.engine = build_engine(self.url, self.settings)
        with transaction(self.engine) as session:
            account = Account(login="zhang", display_name="张三", role="expert", password_hash="", created_at=NOW)
            session.add(account)
            session.flush()
            session.add(NoticeAddress(account_id=account.id, mail="zhang@example.cn", language="zh", at=NOW))
            session.flush()
            self.telling = Telling("extra_review", frozenset({account.id}), TELLING, "extra_review:1")
            write_notices(session, [self.telling], now=NOW)

    def post(self) -> Post:
        """Return a new sender."""
        return Post(self.settings, self.engine, lambda: self.now)

    def message(self) -> Outgoing:
        """Return the one message as it stands."""
        with Session(self.engine) as session:
            return session.scalars(select(Outgoing)).one()


@pytest.fixture
def world(empty: Engine, tmp_path: Path) -> Iterator[World]:
    """A database with nothing in it yet."""
    made = World(empty, tmp_path)
    yield made
    made.engine.dispose()


class Stalling(Post):
    """A sender that says how far it is and stops there."""

    stage, reached = "", FORKING.Event()

    def stall(self, stage: str) -> None:
        """Stop at the stage."""
        if stage == self.stage:
            self.reached.set()
            time.sleep(60)

    def deliver(self, holding: Holding, letter: Letter) -> str:
        """Stop with the message taken and nothing said yet."""
        self.stall("taken")
        return super().deliver(holding, letter)

    def begin_last_byte(self, holding: Holding, connection: socket.socket) -> None:
        """Stop with everything said but the last byte, before or after that is noted."""
        self.stall("all but the last byte")
        super().begin_last_byte(holding, connection)
        self.stall("noted")

    def finish(self, holding: Holding, answer: str) -> None:
        """Stop with the answer in hand, or with everything noted."""
        self.stall("answered")
        super().finish(holding, answer)
        self.stall("finished")


def send_in_child(settings: Settings, stage: str, reached: Event) -> None:
    """Send everything, as a process of its own that can be killed."""
    post = Stalling(settings, build_engine(settings.database_url, settings), lambda: NOW)
    post.stage, post.reached = stage, reached
    post.send_all()
    os._exit(0)


def kill_sender(world: World, stage: str, reached: Event) -> None:
    """Run a sender, kill it at the stage and see it dead."""
    world.engine.dispose()
    child = FORKING.Process(target=send_in_child, args=(world.settings, stage, reached))
    child.start()
    assert reached.wait(20)
    os.kill(child.pid or 0, signal.SIGKILL)
    child.join(20)


# The server counts what it has wholly got: one, wherever the sender is killed.
KILLED = [
    ("mail", "connected", 1, "sent"),
    ("mail", "asked", 1, "sent"),
    *(
        (channel, *rest)
        for channel in SERVERS
        for rest in (
            ("taken", 1, "sent"),
            ("all but the last byte", 1, "sent"),
            ("noted", 1, "sent"),
            ("complete", 1, "unconfirmed"),
            ("answered", 1, "unconfirmed"),
            ("finished", 1, "sent"),
        )
    ),
]


@pytest.mark.parametrize(("channel", "stage", "n_delivered", "ends"), KILLED)
def test_sender_killed_at_any_step_never_delivers_twice(
    world: World, channel: str, stage: str, n_delivered: int, ends: str
) -> None:
    reached, killed = FORKING.Event(), threading.Event()

    def stop(at: str) -> None:
        if at == stage and not killed.is_set():
            reached.set()
            killed.wait(20)

    server = SERVERS[channel](stop)
    world.open_way(server)
    kill_sender(world, stage, reached)
    killed.set()
    world.post().send_all()
    world.post().send_all()
    assert (len(server.delivered), world.message().state) == (n_delivered, ends)
    server.close()


def test_message_stays_open_to_people_where_the_witness_dies_too(world: World) -> None:
    server = FakeGateway()
    world.open_way(server)
    reached = FORKING.Event()
    world.engine.dispose()
    child = FORKING.Process(target=send_in_child, args=(world.settings, "noted", reached))
    child.start()
    assert reached.wait(20)
    sender, witness = (world.message().taken_by or "").split(":")[1].split("+")
    for pid in (witness, sender):
        os.kill(int(pid), signal.SIGKILL)
    child.join(20)
    world.post().send_all()
    assert (server.delivered, world.message().state) == ([], "unconfirmed")
    server.close()


def test_witness_frees_only_what_certainly_did_not_leave() -> None:
    listener = socket.create_server(("127.0.0.1", 0))
    with listener, socket.create_connection(listener.getsockname()) as sent, listener.accept()[0] as got:
        sent.sendall(b"all but the last byte")
        before = bytes_left(sent)
        assert (before, bytes_left(sent)) == (21, before)
        sent.sendall(b".")
        assert bytes_left(sent) == 22
        got.recv(64)
        got.close()
        sent.sendall(b"into the void")
        time.sleep(0.1)
        assert bytes_left(sent) is None


def test_gateway_that_knows_repetitions_gets_the_same_key(world: World) -> None:
    server = FakeGateway()
    world.open_way(server, repeats=True)
    kill_sender(world, "answered", FORKING.Event())
    world.post().send_all()
    keys = [one.lower().partition("idempotency-key: ")[2].partition("\r\n")[0] for one in server.delivered]
    assert (keys, world.message().state) == ([keys[0]] * 2, "sent")
    server.close()


def test_abandoned_message_of_another_host_waits_for_lease(world: World) -> None:
    server = FakeGateway()
    world.open_way(server)
    with transaction(world.engine) as session:
        session.execute(update(Outgoing).values(state="taken", taken_by="elsewhere:1:x", lease_until=NOW + LEASE))
    world.post().send_all()
    before = len(server.delivered)
    world.now = NOW + LEASE
    world.post().send_all()
    assert (before, len(server.delivered)) == (0, 1)
    server.close()


class Robbed(Post):
    """A sender whose message another one takes while it speaks."""

    def begin_last_byte(self, holding: Holding, connection: socket.socket) -> None:
        """Lose the message first."""
        with transaction(self.engine) as session:
            session.execute(update(Outgoing).values(taken_by="elsewhere:1:x"))
        super().begin_last_byte(holding, connection)


def test_sender_that_lost_its_message_keeps_back_the_last_byte(world: World) -> None:
    server = FakeGateway()
    world.open_way(server)
    assert (Robbed(world.settings, world.engine, lambda: NOW).run_once(), server.delivered) == ("lost", [])
    server.close()


@pytest.mark.parametrize(
    ("make", "ends"),
    [
        (lambda: FakeMailServer(answer="550 nobody here"), "dead"),
        (lambda: FakeMailServer(answer="451 later"), "waiting"),
        (lambda: FakeGateway(answer="HTTP/1.1 400 Bad"), "dead"),
        (lambda: FakeGateway(answer="HTTP/1.1 503 Busy"), "waiting"),
    ],
)
def test_refusal_for_good_is_told_from_refusal_for_now(world: World, make: Callable[[], FakeServer], ends: str) -> None:
    server = make()
    world.open_way(server)
    world.post().send_all()
    assert world.message().state == ends
    server.close()


def test_server_away_is_tried_with_growing_pauses_then_given_up(world: World) -> None:
    server = FakeGateway()
    world.open_way(server)
    server.close()
    for attempt in range(1, MOST_ATTEMPTS + 1):
        assert world.post().send_all() == {"dead" if attempt == MOST_ATTEMPTS else "retry": 1}
        world.now = world.message().next_at
    # 1 + 4 + 16 + 64 + 256 minutes, then six hours each
    assert [pause_after(n) for n in (1, 3, 6)] == [timedelta(minutes=1), timedelta(minutes=16), timedelta(hours=6)]
    assert world.message().state == "dead"


def test_dead_message_is_sent_again_when_an_administrator_says_so(world: World) -> None:
    refusing = FakeGateway(answer="HTTP/1.1 400 Bad")
    world.open_way(refusing)
    world.post().send_all()
    with transaction(world.engine) as session:
        actor = Actor(Role.SYSTEM_ADMINISTRATOR)
        settle_message(session, actor=actor, message_id=world.message().id, outcome="again", now=NOW)
    refusing.answer = ""
    assert (world.post().send_all(), world.message().body) == ({"sent": 1}, "")
    refusing.close()


def test_same_thing_told_again_is_queued_once(world: World) -> None:
    server = FakeGateway()
    world.open_way(server)
    with transaction(world.engine) as session:
        assert write_notices(session, [world.telling], now=NOW) == 0
    assert world.post().send_all() == {"sent": 1}
    server.close()


def test_gateway_can_check_signature_over_time_and_body(world: World) -> None:
    server = FakeGateway()
    world.open_way(server)
    world.post().send_all()
    head, _blank, body = server.delivered[0].partition("\r\n\r\n")
    named = dict(line.split(": ", 1) for line in head.split("\r\n")[1:])
    over = f"{named['X-Zeyou-Timestamp']}.{body}".encode()
    expected = hmac.new(b"shared", over, hashlib.sha256).hexdigest()
    assert named["X-Zeyou-Signature"] == f"sha256={expected}"
    assert json.loads(body)["text"] == "《演示轮次》请您补评 N-1，完成后请在“汇总并提交”中提交。"
    server.close()


def late(_stage: str) -> None:
    """Answer after the sender has given up waiting."""
    time.sleep(0.6)


def hang_up(_stage: str) -> None:
    """Hang up with the whole message in hand."""
    raise OSError


DOUBTFUL = {
    "500": lambda: FakeGateway(answer="HTTP/1.1 500 Broken"),
    "502": lambda: FakeGateway(answer="HTTP/1.1 502 Bad Gateway"),
    "504": lambda: FakeGateway(answer="HTTP/1.1 504 Timeout"),
    "200 too late": lambda: FakeGateway(at=late),
    "hangs up after the last byte": lambda: FakeGateway(at=hang_up),
    "no HTTP at all": lambda: FakeGateway(answer="220 mail.example.cn"),
}


@pytest.mark.parametrize("name", DOUBTFUL)
@pytest.mark.parametrize("repeats", [False, True])
def test_doubtful_answer_is_left_to_people_unless_the_gateway_knows_repetitions(
    world: World, monkeypatch: pytest.MonkeyPatch, name: str, repeats: bool
) -> None:
    monkeypatch.setattr("webapp.mail.send_webhook.SECONDS", 0.2)
    server = DOUBTFUL[name]()
    world.open_way(server, repeats=repeats)
    first = world.post().send_all()
    world.now = NOW + timedelta(days=1)
    again = world.post().send_all()
    keys = {line for one in server.delivered for line in one.split("\r\n") if line.startswith("Idempotency-Key")}
    assert (first, again) == (({"retry": 1}, {"retry": 1}) if repeats else ({"unconfirmed": 1}, {}))
    assert (len(server.delivered), len(keys)) == (2 if repeats else 1, 1)
    server.close()


def test_two_senders_at_once_deliver_each_of_many_once(world: World) -> None:
    server = FakeGateway()
    world.open_way(server)
    with transaction(world.engine) as session:
        tellings = [replace(world.telling, key=f"extra_review:{n}") for n in range(2, 21)]
        assert write_notices(session, tellings, now=NOW) == 19
    world.engine.dispose()
    children = [
        FORKING.Process(target=send_in_child, args=(world.settings, "never", FORKING.Event())) for _n in range(2)
    ]
    for child in children:
        child.start()
    for child in children:
        child.join(60)
    keys = [line for one in server.delivered for line in one.split("\r\n") if line.startswith("Idempotency-Key")]
    assert (len(keys), len(set(keys)), [child.exitcode for child in children]) == (20, 20, [0, 0])
    with Session(world.engine) as session:
        assert set(session.scalars(select(Outgoing.state))) == {"sent"}
    server.close()

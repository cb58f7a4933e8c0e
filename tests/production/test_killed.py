"""What is killed in the middle: nothing that was acknowledged is lost, no letter comes twice that was not taken."""

import time
from concurrent.futures import ThreadPoolExecutor

import pytest

from tests.production.people import address_of, is_acknowledged, sign_in, sign_up
from tests.production.processes import wait_for

pytestmark = pytest.mark.production
ALL_LETTERS = 60  # seconds
TASKS = "django_tasks_database_dbtaskresult"
# What is not put off has the end of all days there.
PUT_OFF = f"SELECT 1 FROM {TASKS} WHERE status = 'READY' AND run_after BETWEEN now() AND now() + interval '3 days'"


def come(road, activity, name):
    """Sign somebody up, who tries again as people do while there is no answer; return how often it took."""
    for tried in range(1, 60):
        try:
            answer = sign_up(road.visitor(), activity, name, timeout=10)
        except (OSError, AssertionError):  # nobody listens, or the form did not come
            answer = None
        if answer and is_acknowledged(answer):
            return tried
        if answer and answer.status == 422 and "ja s’hi ha apuntat" in answer.text:
            return tried  # the answer was lost on the way, the place was not
        time.sleep(0.3)
    raise AssertionError(f"{name} never got an answer")


def crowd(road, activity, names, meanwhile):
    """Have all of them sign up, six at a time, while ``meanwhile`` looks at how many are done; return how often each tried."""
    done = {}

    def one(name):
        done[name] = come(road, activity, name)

    with ThreadPoolExecutor(6) as pool:
        started = [pool.submit(one, name) for name in names]
        meanwhile(lambda: len(done))
    for each in started:
        each.result()
    return done


def assert_each_once(road, tries):
    """Everybody who signed up has one place and no letter twice; whoever tried once has one."""
    addresses = [address_of(name) for name in tries]
    rows = road.query("SELECT email FROM gatherings_registration WHERE email = ANY(%s)", addresses)
    assert sorted(email for (email,) in rows) == sorted(addresses)
    wait_for(
        lambda: all(road.mail.to(one) for one in addresses), seconds=ALL_LETTERS, saying="not everybody has a letter"
    )
    for name, tried in tries.items():
        names = [letter["Message-ID"] for letter in road.mail.to(address_of(name))]
        assert len(names) == len(set(names)) <= tried, name


def no_letter_waits(road):
    """Tell whether the worker has nothing left to do."""
    return road.query(f"SELECT count(*) FROM {TASKS} WHERE status IN ('READY', 'RUNNING')") == [(0,)]


def an_hour_passes(road):
    """What waits for its next try is due, and what a dead worker left behind is past its time: the run cannot wait."""
    road.query(f"UPDATE {TASKS} SET run_after = now() WHERE status = 'READY'")
    road.query(f"UPDATE {TASKS} SET started_at = started_at - interval '1 hour' WHERE status = 'RUNNING'")


def test_workers_of_the_site_killed_while_people_sign_up(road, activity):
    names = [f"Occ{number}" for number in range(18)]
    killed = []

    def kill(done):
        for share in (3, 8, 13):
            wait_for(lambda share=share: done() >= share, seconds=60)
            killed.append(road.gunicorn.kill_child())

    tries = crowd(road, activity, names, kill)
    assert len(set(killed)) == 3
    assert_each_once(road, tries)


def test_the_worker_of_the_queue_killed_while_the_mail_server_holds_a_letter(road, activity):
    road.mail.hold("before yes")
    tried = road.mail.tried
    assert is_acknowledged(sign_up(road.visitor(), activity, "Retinguda"))
    wait_for(lambda: road.mail.tried > tried, saying="no letter was handed over")
    road.worker.kill()
    an_hour_passes(road)
    road.mail.behave_well()
    road.serve()
    road.mail.wait_for_letter("retinguda@exemple.cat", seconds=ALL_LETTERS)
    wait_for(lambda: no_letter_waits(road), saying="something is left in the queue")
    assert len(road.mail.to("retinguda@exemple.cat")) == 1


def test_the_worker_of_the_queue_killed_after_the_mail_server_has_taken_a_letter(road, activity):
    road.mail.hold("after yes")
    assert is_acknowledged(sign_up(road.visitor(), activity, "Presa"))
    road.mail.wait_for_letter("presa@exemple.cat")
    road.worker.kill()
    an_hour_passes(road)
    road.mail.behave_well()
    road.serve()
    wait_for(lambda: no_letter_waits(road), seconds=ALL_LETTERS, saying="something is left in the queue")
    letters = road.mail.to("presa@exemple.cat")
    # Twice at most, and then told apart from two by the name that both bear.
    assert len(letters) <= 2
    assert len({letter["Message-ID"] for letter in letters}) == 1


def test_postgresql_stopped_and_started(road, activity):
    assert is_acknowledged(sign_up(road.visitor(), activity, "Abans"))
    road.postgres.stop()
    took = []
    for word in ("un", "dos", "tres"):
        began = time.monotonic()
        answer = road.visitor().ask(f"/projectes/?q={word}")
        took.append(time.monotonic() - began)
        assert answer.status == 503
        assert "<main" in answer.text
    assert min(took) < 3, took
    assert road.visitor().ask("/static/css/site.css").status == 200
    time.sleep(3)  # the worker of the queue looks several times meanwhile
    assert road.worker.is_running and road.gunicorn.is_running, road.worker.log[-2000:]
    road.postgres.start()
    wait_for(lambda: road.visitor().ask("/projectes/").status == 200, saying="the site did not come back")
    assert is_acknowledged(sign_up(road.visitor(), activity, "Despres"))
    assert_each_once(road, {"Abans": 1, "Despres": 1})


def test_postgresql_restarted_while_people_sign_up(road, activity):
    names = [f"Base{number}" for number in range(16)]

    def restart(done):
        wait_for(lambda: done() >= 5, seconds=60)
        road.postgres.stop()
        time.sleep(1)
        road.postgres.start()

    assert_each_once(road, crowd(road, activity, names, restart))


def test_redis_killed_everything_works(road, activity, team):
    road.redis.kill()
    for path in ("/", "/projectes/", "/agenda/", activity):
        assert road.visitor().ask(path).status == 200, path
    somebody = road.visitor()
    assert sign_in(road, somebody, "sense@exemple.cat").status == 200
    assert somebody.path == "/el-meu-espai/"
    assert is_acknowledged(sign_up(road.visitor(), activity, "Sense"))
    assert_each_once(road, {"Sense": 1})
    assert team.ask("/gestio/").status == 200
    road.serve()
    assert road.visitor().ask("/projectes/").status == 200


@pytest.mark.parametrize("name", ["Fora", "Nega"])
def test_the_mail_server_away_or_refusing_for_a_while(road, activity, name):
    if name == "Fora":
        road.mail.stop()
    else:
        road.mail.refuse()
    assert is_acknowledged(sign_up(road.visitor(), activity, name))
    wait_for(lambda: road.query(
        PUT_OFF
    ), saying="the letter was not put off")  # fmt: skip
    assert road.mail.to(address_of(name)) == []
    road.mail.behave_well()
    road.serve()
    an_hour_passes(road)
    assert_each_once(road, {name: 1})


def test_a_letter_that_is_refused_for_good_is_not_tried_again(road, activity):
    road.mail.refuse("550 5.1.1 No such mailbox")
    tried = road.mail.tried
    assert is_acknowledged(sign_up(road.visitor(), activity, "Ningu"))
    wait_for(lambda: road.mail.tried > tried, saying="no letter was handed over")
    wait_for(lambda: no_letter_waits(road), saying="it waits for another try")
    assert road.mail.tried == tried + 1
    assert road.visitor().ask(activity).status == 200

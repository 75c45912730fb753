"""The benchmark of hearing: its rooms, noises, splits and counts are what it says they are."""

from __future__ import annotations

import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pytest
import soundfile
from hearing_bench import clips, figures, material, noises, rooms, scenes
from hearing_bench.clips import Clip
from hearing_bench.enrolled import people_of
from hearing_bench.trials import Outcome

from backtalk.errors import BacktalkError
from backtalk.ports import RATE_HZ
from tests.needs import needs
from tests.tiny_vosk.espeak import Espeak

ROOT = Path(__file__).resolve().parents[2]
Samples = npt.NDArray[np.float64]


@pytest.fixture(scope="module")
def clip() -> Clip:
    return Clip("a", "ouch", "f2", "espeak", Espeak().say_pcm("ouch", "en-us+f2"))


@pytest.fixture
def people(tmp_path: Path) -> Path:
    """Eight speakers who say 'stop' twice, and talk."""
    lines = ["path,word,speaker,seconds,licence"]
    for number in range(8):
        for path, word in (
            (f"words/stop/s{number}_0.flac", "stop"),
            (f"words/stop/s{number}_1.flac", "stop"),
            (f"speech/s{number}_0.flac", ""),
        ):
            (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
            noise = np.random.default_rng(number).normal(0, 0.1, RATE_HZ)
            soundfile.write(str(tmp_path / path), noise, RATE_HZ)
            lines.append(f"{path},{word},s{number},1.0,free")
    (tmp_path / "manifest.csv").write_text("\n".join(lines) + "\n")
    return tmp_path


def level(sound: Samples) -> float:
    return float(np.sqrt(np.mean(sound**2)))


@pytest.mark.parametrize("rt60_s", [0.2, 0.4, 0.6])
def test_a_simulated_room_rings_about_as_long_as_asked(rt60_s: float) -> None:
    found = [
        rooms.decay_s(rooms.response(rt60_s, np.random.default_rng(seed))) for seed in range(3)
    ]
    assert np.median(found) == pytest.approx(rt60_s, rel=0.2)


@pytest.mark.parametrize("snr_db", [20.0, 6.0])
def test_noise_is_as_far_below_the_word_as_the_condition_says(clip: Clip, snr_db: float) -> None:
    pink = {"pink": noises.pink(20 * RATE_HZ, np.random.default_rng(1))}
    heard = scenes.scene(clip, scenes.Condition("x", snr_db), pink, (), 1)
    clear = scenes.scene(clip, scenes.Condition("x"), pink, (), 1)
    lead = slice(0, RATE_HZ)
    noise_level = level(heard.sound[lead].astype(float))
    speech_level = scenes.active_level(clear.sound.astype(float))
    assert 20 * np.log10(speech_level / noise_level) == pytest.approx(snr_db, abs=1.5)


def test_a_scene_knows_where_its_word_is_and_repeats_to_the_sample(clip: Clip) -> None:
    heard = scenes.scene(clip, scenes.CLEAN, {}, (), 1)
    word = slice(round(heard.word_start_s * RATE_HZ), round(heard.word_end_s * RATE_HZ))
    rest = np.concatenate([heard.sound[: word.start], heard.sound[word.stop :]])
    assert level(heard.sound[word].astype(float)) > 10 * level(rest.astype(float))
    again = scenes.scene(clip, scenes.CLEAN, {}, (), 1)
    other = scenes.scene(clip, scenes.CLEAN, {}, (), 2)
    assert np.array_equal(heard.sound, again.sound)
    assert not np.array_equal(heard.sound, other.sound)


def test_the_folds_share_no_speaker_and_leave_none_out(people: Path) -> None:
    rng = np.random.default_rng(1)
    folds = [
        {clip.speaker for clip in clips.words(people, fold, lambda _: 99, rng)} for fold in range(3)
    ]
    assert sum(len(fold) for fold in folds) == 8
    assert set.union(*folds) == {f"s{number}" for number in range(8)}
    for fold in range(3):
        assert {clip.speaker for clip in clips.talk(people, fold, 9.0)} == folds[fold]


def test_few_clips_come_from_as_many_speakers_as_there_are(people: Path) -> None:
    found = clips.words(people, None, lambda _: 8, np.random.default_rng(1))
    assert len({clip.speaker for clip in found}) == len(found) == 8


def test_a_folder_without_a_manifest_is_refused(tmp_path: Path) -> None:
    with pytest.raises(BacktalkError, match=r"no readable manifest\.csv"):
        clips.talk(tmp_path, None, 1.0)


def test_a_longer_hour_of_the_coach_has_no_fewer_sentences() -> None:
    assert material.with_coach(material.FULL, 60).coach_sentences == 150
    assert material.with_coach(material.FULL, 60).coach_minutes == 60


def outcome(
    *, stopped: bool = False, asked: bool = False, commands: tuple[str, ...] = ()
) -> Outcome:
    """Return what came of a spoken 'skip'."""
    return Outcome(
        kind="command",
        text="skip",
        speaker="f2",
        is_human=False,
        condition="clean",
        stopped=stopped,
        asked=asked,
        commands=commands,
        wanted="skip",
        delay_s=None,
    )


def test_the_decay_of_a_known_response_is_measured() -> None:
    time_s = np.arange(RATE_HZ) / RATE_HZ
    noise = np.random.default_rng(1).standard_normal(RATE_HZ)
    assert rooms.decay_s(noise * 10 ** (-3 * time_s / 0.4)) == pytest.approx(0.4, rel=0.05)


@pytest.mark.parametrize(
    ("heard", "verdict"),
    [
        (outcome(commands=("skip",)), "right"),
        (outcome(commands=("skip", "back")), "wrong"),
        (outcome(commands=("skip",), stopped=True), "wrong"),
        (outcome(asked=True), "nothing"),
        (outcome(), "nothing"),
    ],
)
def test_a_command_is_right_only_if_nothing_else_was_done(heard: Outcome, verdict: str) -> None:
    assert heard.verdict == verdict


@pytest.mark.parametrize(("count", "limit"), [(0, 3.00), (1, 4.74), (10, 16.96)])
def test_the_bound_of_a_rate_is_the_poisson_limit(count: int, limit: float) -> None:
    assert figures.most_an_hour(count, 1.0) == pytest.approx(limit, rel=0.02)
    assert figures.most_an_hour(count, 2.0) == pytest.approx(limit / 2, rel=0.02)


def test_the_script_refuses_a_wrong_folder_in_a_sentence(tmp_path: Path) -> None:
    needs(Path(sys.prefix) == ROOT / ".venv", "the repository's own virtual environment")
    result = subprocess.run(
        [ROOT / "scripts" / "bench_hearing", tmp_path, "--quick"],
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert result.returncode == 2
    assert "has no readable manifest.csv" in result.stderr
    assert "Traceback" not in result.stderr


def test_only_people_with_clips_left_over_are_judged_after_enrolment(clip: Clip) -> None:
    said = {"ann": 4, "bob": 3}
    spoken = [
        replace(clip, name=f"{who}{number}", text="stop", speaker=who)
        for who, count in said.items()
        for number in range(count)
    ]
    (own,) = people_of(spoken)
    assert [one.name for one in own] == ["ann0", "ann1", "ann2", "ann3"]

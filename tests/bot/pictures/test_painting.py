"""What is wanted, how it changes, and that it can be written down."""

from bot.attachments import Attachment
from bot.pictures.painting import DETAILS, Painting

RED, BLUE, GREEN = (Attachment(f"id-{name}", name, 1000) for name in ("red", "blue", "green"))


def test_a_painting_is_read_as_it_was_written():
    painting = Painting(RED, (BLUE, "水墨"), 70, True, 640, left_out=1)
    assert Painting.from_json(painting.to_json()) == painting
    assert Painting.from_json(Painting().to_json()) == Painting()


def test_the_first_free_place_is_the_photos_and_all_others_are_for_styles():
    assert Painting().missing == "content"
    assert Painting().with_photos((RED,)).missing == "style"
    assert Painting().with_photos((RED, BLUE)) == Painting(RED, (BLUE,))
    assert Painting(styles=("水墨",)).with_photos((RED,)) == Painting(RED, ("水墨",))
    assert Painting(RED, ("水墨",)).with_photos((BLUE,)) == Painting(RED, ("水墨", BLUE))


def test_only_one_photo_can_change_places_with_another():
    assert Painting(RED, (BLUE,)).swapped() == Painting(BLUE, (RED,))
    assert not Painting(RED, ("水墨",)).can_swap
    assert not Painting(RED, (BLUE, GREEN)).can_swap


def test_only_photos_can_be_refined_after():
    assert Painting(RED, (BLUE, GREEN)).can_refine
    assert not Painting(RED, (BLUE, "水墨")).can_refine


def test_details_go_step_by_step_and_end():
    painting: Painting | None = Painting(RED, ("水墨",))
    steps = []
    now = 1280
    while (painting := Painting().coarser(now)) is not None:
        assert painting.detail is not None
        steps.append(now := painting.detail)
    assert steps == [960, 640, 432, 288, 192]
    assert Painting().finer(max(DETAILS)) is None

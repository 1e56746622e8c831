from engines import model_cards


def test_a_part_of_a_card_is_replaced_and_the_rest_left_alone(tmp_path):
    card = tmp_path / "card.md"
    card.write_text("# Card\n<!-- a -->\nold\n<!-- /a -->\n<!-- b -->\nkept\n<!-- /b -->\nend\n", encoding="utf-8")
    assert model_cards.fill(card, "a", "| \\1 | new |\n")
    assert card.read_text(encoding="utf-8") == (
        "# Card\n<!-- a -->\n| \\1 | new |\n<!-- /a -->\n<!-- b -->\nkept\n<!-- /b -->\nend\n"
    )


def test_without_a_card_or_without_the_part_nothing_is_written(tmp_path):
    card = tmp_path / "card.md"
    assert not model_cards.fill(card, "a", "new")
    assert not card.exists()
    card.write_text("# Card\n", encoding="utf-8")
    assert not model_cards.fill(card, "a", "new")
    assert card.read_text(encoding="utf-8") == "# Card\n"

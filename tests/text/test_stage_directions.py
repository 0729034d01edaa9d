"""What stenographers put in brackets, and brackets that are the text's own."""

from __future__ import annotations

from itertools import pairwise

import pytest

from corpus.text.stage_directions import parted

CUT = """
We stand firm. <(Applause.)> We will win.
<[Laughter]>
Yes. <[Cheers and applause]> No.
<(Prolonged, stormy applause. All rise.)> Comrades!
Bien <(Risas).> Y <(EXCLAMACIONES DE: “¡Viva!”)> sigamos
Спасибо. <(Бурные аплодисменты, переходящие в овацию. Все встают.)>
Да. <(Смех в зале.)> Нет.
同志们！<（热烈鼓掌）>前进！<（笑声、掌声）>
ありがとう。<（拍手）>次に
동지들! <(열렬한 박수)> 전진!
Danke. <(Beifall bei der SPD)> Weiter. <(Heiterkeit und Beifall)>
Merci. <(Applaudissements.)> Oui. <(Rires.)>
Obrigado. <(Aplausos e risos.)> Grazie. <(Applausi)>
شكرا <(تصفيق حاد)> والآن
Teşekkürler. <(Alkışlar)> Dziękuję. <(Oklaski.)> Дякую. <(Оплески.)>
Mr. X <(spoke in French):> Thank you.
“We shall win.” <(Applause.)”>
<[Music]> Good evening.
Good. <*applause*> Yes. <*Laughter and applause.*>
"""

STAYS = """
He came (to great acclaim) home.
The report “(applause)” is a mark.
(see the section on laughter in Bergson 1900, pp. 3-9)
(laughter is the best medicine)
the (so-called) deal and the Ministry of Culture (music)
Организация (ООН) решила.
中国（上海）自由贸易区
조선(북한)은
They stopped (to applause) there.
It is 5 * 3 with applause * 2, and *never* more.
"""


@pytest.mark.parametrize("line", CUT.strip().splitlines())
def test_stage_directions_are_cut_out(line: str) -> None:
    text = line.replace("<", "").replace(">", "")
    found = [text[start:end] for start, end, is_direction in parted(text, 0, len(text)) if is_direction]
    assert found == [part.split(">")[0] for part in line.split("<")[1:]]
    spans = parted(text, 0, len(text))
    between = [text[one[1] : other[0]] for one, other in pairwise(spans)]
    assert not "".join(between).strip()


@pytest.mark.parametrize("line", STAYS.strip().splitlines())
def test_other_brackets_stay(line: str) -> None:
    assert parted(line, 0, len(line)) == []

"""Draw `docs/demo.svg` from a demo that is run for it: what a newcomer sees first.

The directory of that demo is removed again; what is shown is nobody's.
"""

import io
from pathlib import Path

from rich.console import Console
from rich.terminal_theme import DIMMED_MONOKAI

from glassine.cli.demo import scene
from glassine.cli.play import acts
from glassine.cli.play.letters import letters
from glassine.cli.play.stage import remove, stage
from glassine.cli.play.telling import Telling

PICTURE = Path("docs/demo.svg")
PLACE = Path("glassine-demo")
WIDTH = 110
# As rich's own, without fonts from elsewhere: a picture must not ask who looks at it.
SVG = """\
<svg class="rich-terminal" viewBox="0 0 {width} {height}" \
xmlns="http://www.w3.org/2000/svg">
<style>
.{unique_id}-matrix {{ font-family: ui-monospace, Menlo, Consolas, monospace; \
font-size: {char_height}px; line-height: {line_height}px; \
font-variant-east-asian: full-width; }}
.{unique_id}-title {{ font-family: sans-serif; font-size: 18px; }}
{styles}
</style>
<defs>
<clipPath id="{unique_id}-clip-terminal">
<rect x="0" y="0" width="{terminal_width}" height="{terminal_height}"/>
</clipPath>
{lines}
</defs>
{chrome}
<g transform="translate({terminal_x}, {terminal_y})" \
clip-path="url(#{unique_id}-clip-terminal)">
{backgrounds}
<g class="{unique_id}-matrix">
{matrix}
</g>
</g>
</svg>
"""


def main() -> None:
    """Play the first act, the owner's and the last; draw what was told of them."""
    console = Console(
        record=True,
        width=WIDTH,
        file=io.StringIO(),
        force_terminal=True,
        color_system="truecolor",
    )
    with stage(PLACE), scene(PLACE, Telling(console)) as played:
        report, *_ = letters(played.cast)
        acts.app_writes(played, report)
        acts.owner_reads(played, (report,))
        acts.search_for_words(played, (report,))
    remove(PLACE)
    console.save_svg(
        str(PICTURE),
        title="glassine demo",
        theme=DIMMED_MONOKAI,
        code_format=SVG,
        unique_id="demo",
    )


if __name__ == "__main__":
    main()

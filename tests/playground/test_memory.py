import subprocess
import sys


def test_the_page_brings_no_heavy_library_along():
    code = (
        "import sys, bot.playground.page, bot.playground.server\n"
        "heavy = {'matplotlib', 'plotly', 'pandas', 'numpy', 'altair', 'IPython', 'tensorflow', 'keras'}\n"
        "print(*sorted(heavy & sys.modules.keys()))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False, timeout=60)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.strip() == ""

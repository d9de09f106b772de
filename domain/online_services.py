"""Which indicators of the catalogue tell of online services, by what they are asked for."""

# Rates with many units behind them, in reading order: who pulls each of them down is asked.
RATES = ("DVC01", "TDO01", "TTT01", "SHO02", "SHO03")
# Goals of Plan 02: dossiers from intake to result online, electronic work files, services over
# the threshold, procedures with components replaced by data, full-process services.
PLAN_02 = ("DVC10", "SHO08", "DVC12", "DVC13", "DVC09")
# The rates of which the units that pull them down can be asked for.
PULLED = (*RATES, "DVC10", "SHO08")
ESSENTIAL, ESSENTIAL_ONLINE, ON_BEHALF = "QD06", "DVC04", "DVC15"
# How many services of which list are offered, and of both lists together.
LIVE_OF_LIST = {"QD06": "DVC05", "QD422": "DVC06"}
LIVE_OF_ALL = "DVC07"
# The units whose pulls are asked for: of all levels, of places, of departments.
VIEWS = ("all", "localities", "departments")

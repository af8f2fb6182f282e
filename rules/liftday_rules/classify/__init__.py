"""Hard or easy: what each run was, with its evidence in words.

`judge` goes through an athlete's records. A run is laid beside its athlete (`reading`, with `laps`, `stream`, `zones`,
`grade` and `work` looking for structure, and `past` for what is usual), three groups of evidence are weighed (`stated`,
`physio`, `speed`), `fusion` turns them into a probability, `duration` and `session` name the run. `keep` says what
stays when a service wants its figures back. `names` reads the `words` that runners use in many languages; `signal`
reads samples, and is the only room with numpy.
"""

from liftday_rules.classify.body import Known
from liftday_rules.classify.judge import body_of, judge, judge_one
from liftday_rules.classify.keep import reduce
from liftday_rules.classify.names import NameClass, of_name
from liftday_rules.classify.words import Kind

__all__ = ["Kind", "Known", "NameClass", "body_of", "judge", "judge_one", "of_name", "reduce"]

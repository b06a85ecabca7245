"""Labels for requests that a source only calls harmful: the words tell which harm."""

import re

from models.safety.rows import Labels, all_but


def _cue(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern, re.IGNORECASE)


SELF_HARM = _cue(
    r"suicid|self[- ]?harm|(cut|hurt|injur)(ting|ing)? (my|your|them|one)sel|kill(ing)? (my|your|them|one)sel"
    r"|anorexi|bulimi|pro-ana|thinspo|starv(e|ing) (my|your|them)sel|overdos|end(ing)? (my|your|their) life"
)
VIOLENCE = _cue(
    r"\bbomb|murder|\bkill (a|an|the|my|some|people|child|every|him|her|them)|poison|assault|tortur|terroris|shoot"
    r"|\bstab|massacre|genocid|explosi|firearm|\bguns?\b|weapon|hitman|kidnap|arson|behead|mass casualt"
    r"|hurt (a|some|people|my)|beat up|physically (harm|abus)|human sacrifice|lynch"
)
SEXUAL = _cue(
    r"porn|sexual|erotic|\bnudes?\b|\bnaked|prostitut|\brap(e|ing)\b|\bsex\b|intercourse|fetish|explicit|strip(per|tease)"
    r"|orgasm|masturbat|horny|adult (content|film|movie)|lingerie|genital"
)
HATE = _cue(
    r"racis|racial|sexis|hate speech|homophob|antisemit|anti-semit|islamophob|xenophob|white suprem|nazi|misogyn|slur"
    r"|ethnic|minorit|immigra|transgender|muslim|jewish|\bjews?\b|black people|\bgay|women are|inferior|lgbt|bigot"
    r"|religious intoleran|holocaust|refugee|discriminat"
)
HARASSMENT = _cue(
    r"bully|harass|stalk|\bdox|humiliat|blackmail|intimidat|insult|degrad|troll|cyberbull|revenge porn|shame"
)
THREAT = _cue(r"threat(en|s\b| letter)|death threat|intimidat|extort")
INSTRUCTION = _cue(r"\bhow\b|\bway|\btips?\b|guide|instruction|tutorial|method|steps|recipe|where can|explain|teach")
CHILDREN = _cue(r"child (porn|sex|abuse)|underage|\bminors?\b|pedophil|groom(ing)? (a )?(child|kid)")


def harmful_request(text: str, **known: float) -> Labels:
    """What is asked for, by its words; `known` overrides, -1 makes unknown."""
    labels = all_but("toxic", illicit=1.0)
    if SELF_HARM.search(text):
        labels |= {"self_harm": 1.0, "illicit": -1.0, "self_harm_intent": -1.0}
        labels["self_harm_instructions"] = 1.0 if INSTRUCTION.search(text) else -1.0
    elif VIOLENCE.search(text):
        labels |= {"violence": 0.9, "graphic": 0.1}
    if SEXUAL.search(text):
        labels["sexual"] = -1.0
    if HATE.search(text):
        labels |= {"hate": 0.75, "harassment": -1.0}
    if HARASSMENT.search(text):
        labels["harassment"] = 0.8
    if THREAT.search(text):
        labels |= {"threat": 0.7, "harassment": 0.8}
    return {head: value for head, value in (labels | known).items() if value >= 0}

"""Addresses that look like somebody's home: those that say a floor and a door, in Catalan, Spanish or English."""

import re

from energies.kernel.text import fold

# All of a folded address: no accents, capitals or signs, «3º-2ª» being «3o 2a».
_FLOOR = r"\d{1,2}(?:r|n|t|e|o|a|er|on|rt|st|nd|rd|th)"
_DOOR = r"(?:\d{1,2}(?:a|ra|na|ta)?|[a-h](?! [a-z]))"
_HOME = re.compile(
    rf"\b{_FLOOR} (?:(?:pis|piso|floor) )?(?:(?:pta|porta|puerta|door) )?{_DOOR}\b"  # 3r 2a, 4t B
    rf"|\b\d{{1,4}} {_FLOOR}\b(?! (?:d|de|del|planta|floor)\b)"  # carrer Major 12, 3r; but not «1r de Maig», «12, 2a planta»
    rf"|\b(?:baixos|bxs|bxos|bajos|bjs|principal|pral|ppal|prpal) {_DOOR}\b"
    r"|\b(?:sobre)?atico?\b|\bpenthouse\b"
    r"|\bentresol\b|\bentresuelo\b|\bentl[ao]?\b"
    r"|\b(?:pis|piso) (?:\d|primer|segon|segundo|tercer|quart|cuarto|cinque|quinto)"
    rf"|(?<!de )(?<!\bl )(?<!la )\b(?:pta|porta|puerta|door|esc|escala|escalera|stair|staircase|apt|apartment|apartament|apartamento|flat) (?:\d{{1,2}}|[a-z])\b"
)


def looks_like_home(address) -> bool:
    """Whether an address says a floor and a door, or another part of a house where people live.

    A ground floor by itself («planta baixa», «baixos», «local 2») or a floor of a facility («2a planta») does not.
    """
    return _HOME.search(fold(address or "")) is not None

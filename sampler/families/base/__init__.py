"""What a family file is written with. Nothing here imports Keras: the web lists presets too."""

from sampler.families.base.changes import changed, changes
from sampler.families.base.declaration import (
    Arrays,
    Capabilities,
    Excerpts,
    Family,
    FloatArray,
    Kind,
    Material,
    Plateau,
    Preset,
    Prior,
    Sequence,
    compile_guarded,
    compile_sequence,
    small_form,
)

__all__ = [
    "Arrays",
    "Capabilities",
    "Excerpts",
    "Family",
    "FloatArray",
    "Kind",
    "Material",
    "Plateau",
    "Preset",
    "Prior",
    "Sequence",
    "changed",
    "changes",
    "compile_guarded",
    "compile_sequence",
    "small_form",
]

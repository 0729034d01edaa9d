"""Arrays by the type of their numbers."""

import numpy as np
import numpy.typing as npt

U32 = npt.NDArray[np.uint32]
